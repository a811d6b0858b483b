/** WordMap against plain arrays: few keys that meet again and again, so that chains of probes grow and are cut. */
import { log } from "./log.ts";
import { WordMap } from "./wordmap.ts";

let failures: i32 = 0;
let seed: u64 = 0x9e37_79b9_7f4a_7c15;

function expect(holds: boolean, what: Text): void {
  if (holds) return;
  failures++;
  log(`failed: ${what}`);
}
function random(below: u64): u64 {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed % below;
}

const KEYS: u64 = 150;
const map = new WordMap();
/** The model: the value of each key, 0 for a key that is not in the map. */
let values!: FixedArray<u64, 150>;

/** Keys that are close together, far apart, 0 and the greatest that is allowed. */
function keyAt(i: u64): u64 {
  if (i === KEYS - 1) return 0xffff_ffff_ffff_fffe;
  if (i === KEYS - 2) return 0;
  return i % 3 === 0 ? 2 * i + 1 : (2 * i + 1) << (i % 50);
}

function expectModel(): void {
  let count: u64 = 0;
  for (let i: u64 = 0; i < KEYS; i++) {
    expect(map.get(keyAt(i)) === values[i], "a key has its value");
    if (values[i] !== 0) count++;
  }
  expect(map.length === count, "the map counts its keys");
  let listed: u64 = 0;
  for (let i: u64 = 0; i < map.slotCount; i++) {
    const [key, value, used] = map.slot(i);
    if (!used) continue;
    listed++;
    expect(map.get(key) === value, "a listed key can be found");
  }
  expect(listed === count, "the slots list every key once");
}

/** Keys of the model are distinct, else it would not be one. */
function keysDiffer(): boolean {
  for (let i: u64 = 0; i < KEYS; i++)
    for (let j: u64 = i + 1; j < KEYS; j++) if (keyAt(i) === keyAt(j)) return false;
  return true;
}

function testRandom(): void {
  for (let step: u32 = 0; step < 30000 && failures === 0; step++) {
    const i = random(KEYS);
    if (random(2) === 0) {
      values[i] = random(1000) + 1;
      map.set(keyAt(i), values[i]);
    } else {
      values[i] = 0;
      map.remove(keyAt(i));
    }
    if (step % 50 === 0) expectModel();
  }
  expectModel();
}

/** A map that is as full as it gets, emptied from both ends. */
function testFull(): void {
  const full: Embed<WordMap> = new WordMap();
  for (let i: u64 = 0; i < 5000; i++) full.set(i * 4096, i + 1);
  expect(full.length === 5000 && full.slotCount * 3 >= full.length * 4, "at most three quarters are used");
  for (let i: u64 = 0; i < 2500; i++) {
    full.remove(i * 4096);
    full.remove((4999 - i) * 4096);
    expect(full.length === 4998 - i * 2, "a removal takes one key");
    const middle: u64 = 2500;
    expect(i === 2499 || full.get(middle * 4096) === middle + 1 || i + middle >= 4999, "others stay");
  }
  expect(full.length === 0, "all keys are gone");
  for (let i: u64 = 0; i < full.slotCount; i++) expect(!full.slot(i)[2], "and all slots empty");
  full.clear();
  expect(full.slotCount === 0 && full.get(4096) === 0, "an empty map");
  full.remove(1);
  full.set(1, 2);
  expect(full.get(1) === 2 && full.length === 1, "can be used again");
  full.clear();
}

export function main(): i32 {
  expect(keysDiffer(), "the keys differ");
  testRandom();
  testFull();
  map.clear();
  return failures === 0 ? 0 : 1;
}
