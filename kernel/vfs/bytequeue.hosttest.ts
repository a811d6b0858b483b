/** ByteQueue: bytes come out in order whatever the sizes; the limit holds; peeking takes nothing. */
import { expect, failures, random } from "../lib/host/testing.ts";
import { ByteQueue } from "./bytequeue.ts";

const LIMIT: u64 = 50000;
const queue = new ByteQueue(LIMIT);
let from!: FixedArray<u8, 9000>;
let to!: FixedArray<u8, 9000>;

/** The byte that was put in as number `i`. */
function byteAt(i: u64): u8 {
  return u8(((i * 31) ^ (i >> 7)) & 0xff);
}

function testOrder(): void {
  let put: u64 = 0;
  let taken: u64 = 0;
  for (let step: u64 = 0; step < 20000 && failures() === 0; step++) {
    const size = random(9000);
    // Phases of filling and of emptying, so that the ring grows, wraps and is given back.
    if (random(10) < (step % 400 < 200 ? 7 : 3)) {
      for (let i: u64 = 0; i < size; i++) from[i] = byteAt(put + i);
      const n = queue.put(addressOf(from.ptr), size);
      expect(n === min(size, LIMIT - (put - taken)), "put takes what there is room for");
      put += n;
    } else {
      const offset = random(100);
      const seen = queue.peek(addressOf(to.ptr), size, offset);
      for (let i: u64 = 0; i < seen; i++) {
        if (to[i] !== byteAt(taken + offset + i)) expect(false, "a peek shows bytes from the offset on");
      }
      const n = queue.take(addressOf(to.ptr), size);
      expect(n === min(size, put - taken), "take gives what is there");
      for (let i: u64 = 0; i < n; i++)
        if (to[i] !== byteAt(taken + i)) expect(false, "bytes keep their order");
      taken += n;
    }
    expect(queue.length === put - taken && queue.room === LIMIT - queue.length, "length and room");
  }
}
function testRelease(): void {
  queue.put(addressOf(from.ptr), 100);
  queue.release();
  expect(queue.length === 0, "nothing is left after release");
  expect(queue.take(addressOf(to.ptr), 10) === 0, "an empty queue gives nothing");
  expect(queue.put(addressOf(from.ptr), 5) === 5, "a released queue may be used again");
  queue.release();
}

export function main(): i32 {
  testOrder();
  testRelease();
  return failures() === 0 ? 0 : 1;
}
