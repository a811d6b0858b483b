/** Tests of the input escape, with input cut at every place. */
import { expect, failures } from "../lib/host/testing.ts";
import { StdinDecoder } from "./stdinescape.ts";

/** Decodes `input` in pieces of `step` bytes into a buffer of `room` at a time; true when all comes out as `output`. */
function decodes(input: string, output: string, atEnd: boolean, step: u64, room: u64): boolean {
  const decoder: Embed<StdinDecoder> = new StdinDecoder();
  let buffer!: FixedArray<u8, 64>;
  let made: u64 = 0;
  let at: u64 = 0;
  while (at < input.length && !decoder.isAtEnd) {
    const piece = input.bytes().subslice(at, min(at + step, input.length));
    const [taken, given] = decoder.decode(
      piece,
      buffer.slice().subslice(made, min(made + room, buffer.length)),
    );
    if (taken === 0) return false;
    at += taken;
    made += given;
  }
  return stringAt(buffer.ptr, made) === output && decoder.isAtEnd === atEnd;
}

function testAllCuts(input: string, output: string, atEnd: boolean, what: string): void {
  for (let step: u64 = 1; step <= input.length; step++) {
    for (let room: u64 = 1; room <= 4; room++) expect(decodes(input, output, atEnd, step, room), what);
  }
}

export function main(): i32 {
  testAllCuts("plain text\n", "plain text\n", false, "plain bytes");
  testAllCuts("a\x10\x10b", "a\x10b", false, "an escaped DLE");
  testAllCuts("\x10\x10\x10\x10", "\x10\x10", false, "two escaped DLE");
  testAllCuts("ab\x10\x04cd", "ab", true, "the end mark");
  testAllCuts("\x10\x10\x10\x04", "\x10", true, "an escaped DLE before the end mark");
  testAllCuts("\x04\x10\x10\x04", "\x04\x10\x04", false, "EOT alone is a byte");
  testAllCuts("\x10x", "x", false, "a DLE before another byte is dropped");
  return failures();
}
