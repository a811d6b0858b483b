/** Tests of the ChaCha20 block function against RFC 8439, and of the generator over it. */
import { expect, failures } from "../../lib/host/testing.ts";
import { chacha20Block } from "./chacha20.ts";
import { Generator } from "./generator.ts";

/** RFC 8439, section 2.3.2: key 00..1f, counter 1, nonce 00:00:00:09:00:00:00:4a:00:00:00:00. */
const expectedBlock: readonly u32[] = [
  0xe4e7f110, 0x15593bd1, 0x1fdd0f50, 0xc47120a3, 0xc7f4d1c7, 0x0368c033, 0x9aaa2204, 0x4e6cd4c3, 0x466482d2,
  0x09aa9f07, 0x05d7c214, 0xa2028bd9, 0xd19c12b5, 0xb94e16de, 0xe883d0cb, 0x4e3c50a2,
];

function testBlock(): void {
  let key!: FixedArray<u32, 8>;
  let nonce!: FixedArray<u32, 3>;
  let out!: FixedArray<u32, 16>;
  for (let i: u32 = 0; i < 32; i++) key.ptr.cast<u8>()[i] = u8(i);
  nonce[0] = 0x09000000;
  nonce[1] = 0x4a000000;
  chacha20Block(key.slice(), 1, nonce.slice(), out.slice());
  for (let i: u64 = 0; i < 16; i++) expect(out[i] === expectedBlock[i], "RFC 8439 2.3.2");

  // Appendix A.1, test vector 1: all zero.
  for (let i: u64 = 0; i < 8; i++) key[i] = 0;
  nonce[0] = 0;
  nonce[1] = 0;
  chacha20Block(key.slice(), 0, nonce.slice(), out.slice());
  expect(out[0] === 0xade0b876 && out[15] === 0x8665eeb2, "RFC 8439 A.1 vector 1");
}

function testGenerator(): void {
  const a: Embed<Generator> = new Generator();
  const b: Embed<Generator> = new Generator();
  a.absorb(1);
  b.absorb(2);
  a.finish();
  b.finish();
  let fromA!: FixedArray<u8, 100>;
  let fromB!: FixedArray<u8, 100>;
  a.generate(fromA.ptr.addr, 99);
  b.generate(fromB.ptr.addr, 99);
  expect(compareBytes(fromA.ptr.addr, fromB.ptr.addr, 99) !== 0, "different seeds give different bytes");
  expect(fromA[99] === 0, "writes no further than asked");
  expect(compareBytes(fromA.ptr.addr, fromA.ptr.addr + 32, 32) !== 0, "blocks differ");
  const c: Embed<Generator> = new Generator();
  c.absorb(1);
  c.finish();
  c.generate(fromB.ptr.addr, 99);
  expect(compareBytes(fromA.ptr.addr, fromB.ptr.addr, 99) === 0, "the same seed gives the same bytes");
}

export function main(): i32 {
  testBlock();
  testGenerator();
  return failures();
}
