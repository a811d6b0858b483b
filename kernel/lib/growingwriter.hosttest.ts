/** GrowingWriter, and copies and order of strings: what is written comes out, however it was cut into pieces. */
import { GrowingWriter } from "./growingwriter.ts";
import { log } from "./log.ts";
import { compareStrings, copyString, freeString, lastIndexOf } from "./strings.ts";

let failures: i32 = 0;

function expect(holds: boolean, what: Text): void {
  if (holds) return;
  failures++;
  log(`failed: ${what}`);
}

let pattern!: FixedArray<u8, 5000>;

/** Writes the pattern in pieces of growing length, every third as single bytes. */
function testGrowth(): void {
  const w: Embed<GrowingWriter> = new GrowingWriter();
  expect(w.contents() === "" && w.length === 0, "a new writer is empty");
  let at: u64 = 0;
  for (let piece: u64 = 0; at < pattern.length; piece++) {
    const n = min(piece * 7, pattern.length - at);
    if (piece % 3 === 2) for (let i: u64 = 0; i < n; i++) w.byte(pattern[at + i]);
    else w.string(stringAt(pattern.ptr.add(at), n));
    at += n;
    expect(w.length === at && w.contents() === stringAt(pattern.ptr, at), "what was written so far");
  }
  w.release();
  expect(w.contents() === "" && w.length === 0, "a released writer is empty");
  w.unsigned(1234567, 10);
  w.string(":");
  w.hex(0xbeef, 8);
  expect(w.contents() === "   1234567:0x0000beef", "and takes text again");
  w.release();
  for (let n: u64 = 250; n < 260; n++) {
    w.string(stringAt(pattern.ptr, n));
    w.byte(7);
    expect(w.length === n + 1 && w.contents().byteAt(n) === 7, "one byte behind the first buffer's end");
    w.release();
  }
}

function testStrings(): void {
  const original = "a/b/c";
  const copy = copyString(original);
  expect(copy === original && copy.ptr.addr !== original.ptr.addr, "a copy is elsewhere");
  expect(copy.ptr[copy.length] === 0, "and ends in a NUL");
  freeString(copy);
  freeString(copyString(""));
  expect(lastIndexOf(original, 0x2f) === 3 && lastIndexOf("/", 0x2f) === 0, "the last of several bytes");
  expect(lastIndexOf(original, 0x78) === 5 && lastIndexOf("", 0x2f) === 0, "a byte that is not there");
  const ascending: readonly string[] = ["", "\0", "a", "a\0", "a!", "aa", "ab", "b", "\x7f", "é"];
  for (let i: u64 = 0; i < ascending.length; i++) {
    for (let j: u64 = 0; j < ascending.length; j++) {
      const order = compareStrings(ascending[i], ascending[j]);
      expect(order < 0 === i < j && order > 0 === i > j, "the order is that of bytes, a prefix first");
    }
  }
}

export function main(): i32 {
  for (let i: u64 = 0; i < pattern.length; i++) pattern[i] = u8(i * 7 + (i >> 8));
  testGrowth();
  testStrings();
  return failures === 0 ? 0 : 1;
}
