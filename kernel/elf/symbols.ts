/** What to call an address of the program in a report: file and place in it, and the exported function it lies in. */
import { BufferWriter } from "../lib/bufferwriter.ts";
import { space } from "../mm/addressspace.ts";
import { ProgramReader } from "../mm/programreader.ts";
import { SymbolTable } from "./dynamicsymbols.ts";
import { findModule, Module } from "./module.ts";

const LONGEST_NAME: u64 = 160;

const reader = new ProgramReader(space);
const module = new Module();
let pathBytes!: FixedArray<u8, 512>;
let nameBytes!: FixedArray<u8, 160>;

/**
 * The path of the file mapped at `address`, and the address as that file itself counts. Null when no file is mapped
 * there. The string is valid until the next call.
 */
export function nameOfMapping(address: u64): [string | null, u64] {
  if (!findModule(space, reader, address, module)) {
    const [source, offset] = space.sourceAt(address);
    if (source === null) return [null, 0];
    module.source = source;
    module.base = address - offset;
  }
  const source = module.source;
  if (source === null) return [null, 0];
  const writer: Embed<BufferWriter> = new BufferWriter(pathBytes.slice());
  source.writeMappedName(writer);
  return [writer.written(), address - module.base];
}

/**
 * The exported function that `address` lies in, and the distance into it. Null when the file has no such symbol. The
 * string is valid until the next call.
 */
export function nameOfFunction(address: u64): [string | null, u64] {
  if (!findModule(space, reader, address, module) || module.dynamic === 0) return [null, 0];
  const table: Embed<SymbolTable> = new SymbolTable();
  if (!table.read(reader, module.dynamic, module.base)) return [null, 0];
  const [name, distance] = table.find(reader, address - module.base);
  if (name === 0) return [null, 0];
  let length: u64 = 0;
  while (length < LONGEST_NAME) {
    const byte = reader.u8(name + length);
    if (reader.failed) return [null, 0];
    if (byte === 0) break;
    nameBytes[length++] = byte;
  }
  return [stringAt(nameBytes.ptr, length), distance];
}
