/**
 * Random bytes for the kernel and for getrandom(2).
 *
 * The generator is seeded at the first use from the processor's random-number instructions, entropy devices, the jitter
 * of the time-stamp counter and the wall clock, and again after every `RESEED_BYTES`. A processor without those
 * instructions has the first use wait a little for the devices; where there are none, jitter is left alone, of which
 * many more samples are then taken, and the log says so.
 */
import { disableInterrupts, rdtsc, restoreInterrupts } from "../../arch/x64/cpu.ts";
import { hardwareRandom } from "../../arch/x64/entropy.ts";
import { log } from "../../lib/log.ts";
import { readRtc } from "../rtc/rtc.ts";
import { Generator } from "./generator.ts";

const RESEED_BYTES: u64 = 1 << 20;
/** The same while a device has not yet answered. */
const RESEED_SOON_BYTES: u64 = 4096;
/** Ticks of the time-stamp counter to wait for one: some 20 ms. */
const DEVICE_TICKS: u64 = 50000000;
const SEED_WORDS: u32 = 8;
const JITTER_SAMPLES: u32 = 64;
const JITTER_SAMPLES_ALONE: u32 = 4096;
/** Bytes made with interrupts off at a time. */
const LONGEST_STRETCH: usize = 1024;

/** A device that gives random bytes at its own pace. */
export abstract class EntropySource {
  nextSource: EntropySource | null = null;
  /** Puts what has come since the last time into the generator, and asks for more: how many bytes. Interrupts are off. */
  abstract collect(into: Generator): u64;
}

const generator = new Generator();
let sources: EntropySource | null = null;
let untilReseed: u64 = 0;
let seeded = false;

export function addEntropySource(source: EntropySource): void {
  source.nextSource = sources;
  sources = source;
}

/** Bytes that devices had ready. */
function collectFromDevices(): u64 {
  let bytes: u64 = 0;
  for (let s = sources; s !== null; s = s.nextSource) bytes += s.collect(generator);
  return bytes;
}

function absorbJitter(samples: u32): void {
  let mixed: u64 = 0;
  for (let i: u32 = 0; i < samples; i++) {
    mixed = rotl(mixed, 7) ^ rdtsc();
    if ((i & 7) === 7) generator.absorb(mixed);
  }
}

function reseed(): void {
  let hardware = true;
  for (let i: u32 = 0; i < SEED_WORDS; i++) {
    const [word, good] = hardwareRandom();
    if (good) generator.absorb(word);
    hardware = hardware && good;
  }
  let fromDevices = collectFromDevices();
  if (!seeded) {
    const start = rdtsc();
    while (!hardware && sources !== null && fromDevices === 0 && rdtsc() - start < DEVICE_TICKS) {
      spinHint();
      fromDevices = collectFromDevices();
    }
    if (fromDevices > 0) log(`random: ${fromDevices} bytes from devices`);
    if (!hardware && fromDevices === 0) {
      log("random: no random-number instruction; seeding from timing alone");
      generator.absorb(readRtc());
    }
    absorbJitter(hardware || fromDevices > 0 ? JITTER_SAMPLES : JITTER_SAMPLES_ALONE);
    seeded = true;
  }
  generator.absorb(rdtsc());
  generator.finish();
  untilReseed = sources !== null && fromDevices === 0 ? RESEED_SOON_BYTES : RESEED_BYTES;
}

/** Writes `n` random bytes, fit for keys, at `address`. Any context in which `address` may be written. */
export function randomBytes(address: u64, n: usize): void {
  let done: usize = 0;
  while (done < n) {
    let stretch!: FixedArray<u8, 1024>;
    const count = min(n - done, LONGEST_STRETCH);
    const on = disableInterrupts();
    if (untilReseed < count) reseed();
    untilReseed -= count;
    generator.generate(stretch.ptr.addr, count);
    restoreInterrupts(on);
    copyBytes(address + done, stretch.ptr.addr, count); // may fault pages in: with interrupts as they were
    fillBytes(stretch.ptr.addr, 0, count);
    done += count;
  }
}
