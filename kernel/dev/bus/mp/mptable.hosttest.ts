/** The MP table reader on tables made by hand: entries, disabled processors, tables that are cut off. */
import { expect, failures } from "../../../lib/host/testing.ts";
import { InterruptModel } from "../acpi/madtparse.ts";
import { parseMpTable } from "./mptable.ts";

const HEADER: u64 = 44;

/** A header for `length` bytes; the entries are the caller's. */
function begin(table: Slice<u8>, length: u64): void {
  fillBytes(table.ptr.addr, 0, table.length);
  storeUnaligned<u16>(table.ptr.addr + 4, u16(length));
  storeUnaligned<u32>(table.ptr.addr + 36, 0xfee00000);
}
function processor(table: Slice<u8>, at: u64, id: u8, enabled: boolean): void {
  table[at] = 0;
  table[at + 1] = id;
  table[at + 3] = enabled ? 1 : 0;
}

export function main(): i32 {
  const table = newArray<u8>(256);
  begin(table, HEADER + 20 * 3 + 8 * 2);
  processor(table, HEADER, 0, true);
  processor(table, HEADER + 20, 1, false);
  processor(table, HEADER + 40, 5, true);
  table[HEADER + 60] = 1; // a bus, which says nothing to us
  table[HEADER + 68] = 2; // an IO-APIC
  table[HEADER + 71] = 1;
  storeUnaligned<u32>(table.ptr.addr + HEADER + 72, 0xfec00000);
  const model = new InterruptModel();
  parseMpTable(table.ptr.addr, model);
  expect(model.localApic === 0xfee00000, "the local APIC's address");
  expect(model.processorCount === 2, "disabled processors do not count");
  expect(model.processors[0] === 0 && model.processors[1] === 5, "APIC numbers in order");
  expect(model.ioApicCount === 1 && model.ioApics[0].address === 0xfec00000, "the IO-APIC");

  const cut = new InterruptModel();
  begin(table, HEADER + 20 + 19);
  processor(table, HEADER, 3, true);
  processor(table, HEADER + 20, 4, true);
  parseMpTable(table.ptr.addr, cut);
  expect(cut.processorCount === 1, "an entry that runs past the end ends the table");

  const many = new InterruptModel();
  const large = newArray<u8>(HEADER + 20 * 80);
  begin(large, HEADER + 20 * 80);
  for (let i: u64 = 0; i < 80; i++) processor(large, HEADER + i * 20, u8(i), true);
  parseMpTable(large.ptr.addr, many);
  expect(many.processorCount === 64, "no more than 64 are taken");
  freeArray(table);
  freeArray(large);
  free(model);
  free(cut);
  free(many);
  return failures();
}
