/** Sets of processors as text: both formats, at the edges of 32 and 64 bits. */
import { writeBitList, writeBitMask } from "./bitlist.ts";
import { GrowingWriter } from "./growingwriter.ts";
import { log } from "./log.ts";

let failures: i32 = 0;

function expectList(mask: u64, text: string): void {
  const w: Embed<GrowingWriter> = new GrowingWriter();
  writeBitList(w, mask);
  if (w.contents() !== text) {
    failures++;
    log(`list: ${w.contents()} instead of ${text}`);
  }
  w.release();
}
function expectMask(mask: u64, count: u32, text: string): void {
  const w: Embed<GrowingWriter> = new GrowingWriter();
  writeBitMask(w, mask, count);
  if (w.contents() !== text) {
    failures++;
    log(`mask: ${w.contents()} instead of ${text}`);
  }
  w.release();
}

export function main(): i32 {
  expectList(0, "");
  expectList(1, "0");
  expectList(0b1111, "0-3");
  expectList(0b1011_0110, "1-2,4-5,7");
  expectList(~u64(0), "0-63");
  expectList((u64(1) << 63) | 1, "0,63");
  expectList(u64(3) << 62, "62-63");
  expectMask(1, 1, "1");
  expectMask(3, 2, "3");
  expectMask(0x12, 5, "12");
  expectMask(0xff, 32, "000000ff");
  expectMask(u64(1) << 32, 33, "1,00000000");
  expectMask(~u64(0), 64, "ffffffff,ffffffff");
  return failures;
}
