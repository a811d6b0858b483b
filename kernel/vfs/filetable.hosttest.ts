/** FileTable: the lowest free descriptor, duplicates, limits, and that every reference is given back. */

import { Errno } from "../lib/errno.ts";
import { expect, failures } from "../lib/host/testing.ts";
import { FileTable } from "./filetable.ts";
import { OpenFile } from "./openfile.ts";

let made: u32 = 0;
let closed: u32 = 0;

class TestFile extends OpenFile {
  override onClose(): void {
    closed++;
  }
}

const table = new FileTable();

function newFile(): OpenFile {
  made++;
  return new TestFile();
}

function testLowest(): void {
  for (let i: i32 = 0; i < 100; i++)
    expect(table.add(newFile(), false, 0) === i, "descriptors come in order");
  expect(table.close(40) === 0 && table.close(7) === 0, "closing");
  expect(table.close(7) === -Errno.EBADF && table.close(-1) === -Errno.EBADF, "closing what is not open");
  expect(table.close(5000) === -Errno.EBADF, "closing beyond the table");
  expect(table.add(newFile(), true, 0) === 7, "the lowest free one");
  expect(table.isCloseOnExec(7) && !table.isCloseOnExec(6), "close-on-exec is the descriptor's");
  expect(table.add(newFile(), false, 20) === 40, "the lowest free one from 20 on");
  expect(table.add(newFile(), false, 300) === 300, "a descriptor far off");
  expect(table.add(newFile(), false, 0) === 100, "which does not move the next one");
}

function testDuplicates(): void {
  const file = table.get(7);
  expect(file !== null && file.references === 2, "a reference for the caller");
  if (file === null) return;
  expect(table.put(file, 500, false) === 500, "put takes the reference over");
  const before = closed;
  table.close(7);
  expect(closed === before && file.references === 1, "the duplicate keeps it open");
  expect(table.get(7) === null, "closed is closed");
  file.retain();
  expect(table.put(file, 40, true) === 40 && closed === before + 1, "put closes what was there");
  expect(table.isCloseOnExec(40) && !table.isCloseOnExec(500), "each with its own flag");
  table.close(40);
  table.close(500);
  expect(closed === before + 2, "the last one closes the file");
}

function testLimit(): void {
  table.limit = 101;
  const file = newFile();
  expect(table.add(file, false, 0) === 7 && table.close(7) === 0, "below the limit");
  const other = newFile();
  expect(table.put(other, 101, false) === -Errno.EBADF, "put at the limit");
  expect(table.put(other, -1, false) === -Errno.EBADF, "put below 0");
  expect(table.add(other, false, 101) === -Errno.EMFILE, "add at the limit");
  expect(table.add(newFile(), false, 0) === 7, "what is free");
  expect(table.add(newFile(), false, 0) === 40, "is given out");
  expect(table.add(other, false, 0) === -Errno.EMFILE, "until none is left");
  other.release();
}

export function main(): i32 {
  expect(table.get(0) === null && table.close(0) === -Errno.EBADF, "an empty table");
  testLowest();
  testDuplicates();
  testLimit();
  for (let fd: i32 = 0; u64(fd) < table.slotCount; fd++) table.close(fd);
  expect(made > 100 && closed === made, "all files were closed once");
  return failures() === 0 ? 0 : 1;
}
