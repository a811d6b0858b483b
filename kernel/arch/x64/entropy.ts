/** The processor's random-number instructions (SDM vol. 1, section 7.3.17), each tried a few times as it advises. */
import { features } from "./features.ts";

const ATTEMPTS: u32 = 10;

function rdseed(): [u64, u8] {
  return asm<[u64, u8]>({ out: ["=r", "=r"], clobber: ["cc"] })`rdseed ${0}
    setc ${1}`;
}
function rdrand(): [u64, u8] {
  return asm<[u64, u8]>({ out: ["=r", "=r"], clobber: ["cc"] })`rdrand ${0}
    setc ${1}`;
}

/** A hardware random number: [number, true], or [0, false] when the processor has none to give. */
export function hardwareRandom(): [u64, boolean] {
  return randomWord(features.rdseed, features.rdrand);
}
/** The same for a processor that has RDSEED, RDRAND: before `features` are known. */
export function randomWord(hasSeed: boolean, hasRandom: boolean): [u64, boolean] {
  for (let i: u32 = 0; hasSeed && i < ATTEMPTS; i++) {
    const [value, good] = rdseed();
    if (good !== 0) return [value, true];
    spinHint();
  }
  for (let i: u32 = 0; hasRandom && i < ATTEMPTS; i++) {
    const [value, good] = rdrand();
    if (good !== 0) return [value, true];
  }
  return [0, false];
}
