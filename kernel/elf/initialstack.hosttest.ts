/** Segments and the initial stack of a made-up program, read back from its pages as the program would see them. */
import { expect, failures } from "../lib/host/testing.ts";
import { AddressSpace, PageSource } from "../mm/addressspace.ts";
import { makeMemory } from "../mm/hostarena.ts";
import { STACK_TOP } from "../mm/layout.ts";
import { allocPage, freePageCount, retainPage } from "../mm/pages.ts";
import { physToVirt } from "../mm/physmap.ts";
import { ProgramReader } from "../mm/programreader.ts";
import { buildInitialStack, initialStackBytes, ProgramFacts } from "./initialstack.ts";
import { ElfImage } from "./reader.ts";
import { mapSegments, placeImage } from "./segments.ts";

const space = new AddressSpace();
const reader = new ProgramReader(space);

/** A file of three pages, all its bytes 0xcc. */
class TestFile extends PageSource {
  pages!: FixedArray<u64, 3>;

  override page(index: u64): u64 {
    if (index >= 3) return 0;
    retainPage(this.pages[index]);
    return this.pages[index];
  }
  override pageSourceSize(): u64 {
    return 3 * 4096;
  }
  override retain(): void {}
  override release(): void {}
}

function isString(address: u64, wanted: string): boolean {
  for (let i: u64 = 0; i < wanted.length; i++) if (reader.u8(address + i) !== wanted.byteAt(i)) return false;
  return reader.u8(address + wanted.length) === 0;
}

const ARGUMENTS: readonly string[] = ["/bin/program", "", "a b"];
const ENVIRONMENT: readonly string[] = ["HOME=/root", "EMPTY="];

/** The strings in memory that is no constant, as boot options come. */
function listOf(strings: readonly string[]): Slice<string> {
  const list = newArray<string>(strings.length);
  for (let i: u64 = 0; i < strings.length; i++) list[i] = strings[i];
  return list;
}

function auxiliary(vector: u64, type: u64): u64 {
  for (let at = vector; ; at += 16) {
    if (reader.u64(at) === type) return reader.u64(at + 8);
    if (reader.u64(at) === 0) {
      expect(false, "an auxiliary value is there");
      return 0;
    }
  }
}

function testStack(): void {
  const facts: Embed<ProgramFacts> = new ProgramFacts();
  facts.tableAddress = 0x400040;
  facts.tableCount = 9;
  facts.entry = 0x401000;
  facts.interpreterBase = 0x7000_0000;
  for (let i: u64 = 0; i < 16; i++) facts.random[i] = u8(i + 1);
  const args = listOf(ARGUMENTS);
  const env = listOf(ENVIRONMENT);
  const bytes = initialStackBytes("/bin/program", args, env);
  expect(space.mapStack(bytes), "a stack");
  const pointer = u64(buildInitialStack(space, "/bin/program", args, env, facts));
  expect(
    pointer % 16 === 0 && pointer < STACK_TOP && STACK_TOP - pointer <= bytes,
    "an aligned pointer within the estimate",
  );
  expect(reader.u64(pointer) === 3, "argc");
  for (let i: u64 = 0; i < 3; i++) expect(isString(reader.u64(pointer + 8 + i * 8), ARGUMENTS[i]), "argv");
  expect(reader.u64(pointer + 32) === 0, "end of argv");
  expect(reader.u64(pointer + 16) === reader.u64(pointer + 8) + 13, "strings stand one behind the other");
  for (let i: u64 = 0; i < 2; i++) expect(isString(reader.u64(pointer + 40 + i * 8), ENVIRONMENT[i]), "envp");
  expect(reader.u64(pointer + 56) === 0, "end of envp");
  const vector = pointer + 64;
  expect(
    auxiliary(vector, 3) === 0x400040 && auxiliary(vector, 4) === 56 && auxiliary(vector, 5) === 9,
    "headers",
  );
  expect(auxiliary(vector, 9) === 0x401000 && auxiliary(vector, 7) === 0x7000_0000, "entry and base");
  expect(auxiliary(vector, 6) === 4096 && auxiliary(vector, 17) === 100, "page and tick");
  expect(
    isString(auxiliary(vector, 31), "/bin/program") && isString(auxiliary(vector, 15), "x86_64"),
    "names",
  );
  const random = auxiliary(vector, 25);
  for (let i: u64 = 0; i < 16; i++) expect(reader.u8(random + i) === u8(i + 1), "random bytes");
  expect(reader.u64(STACK_TOP - 8) === 0 && !reader.failed, "the last word is zero");
  expect(initialStackBytes("/x", newArray<string>(300000), env) === 0, "too many arguments");
}

function testSegments(file: TestFile): void {
  const image = new ElfImage();
  image.loadCount = 2;
  image.loads[0].flags = 5;
  image.loads[0].fileSize = 0x1100;
  image.loads[0].memorySize = 0x1100;
  // Data with 0x300 bytes in the file, then .bss over the rest of the page and two more.
  image.loads[1].flags = 6;
  image.loads[1].offset = 0x2100;
  image.loads[1].address = 0x20_3100;
  image.loads[1].fileSize = 0x300;
  image.loads[1].memorySize = 0x2300;
  image.end = 0x20_6000;
  image.alignment = 0x20_0000;
  const base = placeImage(space, image, 0x5555_5555_4000);
  expect(base === 0x5555_5560_0000, "aligned as its segments ask");
  expect(mapSegments(space, image, u64(base), file) === 0, "mapped");
  const data = u64(base) + 0x20_3100;
  expect(reader.u8(u64(base) + 0x10ff) === 0xcc && !space.isWritable(u64(base), 1), "code");
  expect(reader.u8(data) === 0xcc && reader.u8(data + 0x2ff) === 0xcc, "data");
  expect(reader.u8(data + 0x300) === 0 && reader.u8(data + 0xeff) === 0, "the rest of its page is zero");
  expect(reader.u64(data + 0x22f8) === 0 && space.isWritable(data, 0x2300), "and what follows");
  expect(ptr<u8>(physToVirt(file.pages[2]))[0x400] === 0xcc, "the file is untouched");
  expect(!reader.failed && reader.u64(data + 0x4000) === 0 && reader.failed, "nothing behind it");
  expect(!space.isReadable(u64(base) + 0x2000, 1), "nor between the segments");
  image.alignment = 0x1_0000;
  const anywhere = placeImage(space, image, 0);
  expect(anywhere > 0 && anywhere % 0x1_0000 === 0, "placed where there is room");
  expect(
    space.isMapped(u64(anywhere), image.end) && !space.isMapped(u64(anywhere), image.end + 1),
    "and no more",
  );
  free(image);
}

export function main(): i32 {
  makeMemory(0x80_0000);
  expect(space.mappings.table.init(), "a table");
  const file = new TestFile();
  for (let i: u64 = 0; i < 3; i++) {
    file.pages[i] = allocPage();
    fillBytes(physToVirt(file.pages[i]), 0xcc, 4096);
  }
  const before = freePageCount();
  testStack();
  testSegments(file);
  space.unmap(0x1000, 0x7fff_ffff_e000);
  expect(freePageCount() === before, "everything is given back");
  return failures() === 0 ? 0 : 1;
}
