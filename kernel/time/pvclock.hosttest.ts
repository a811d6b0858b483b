/** KVM's clock: frequencies and times computed by hand, and records that change while they are read. */
import { expect, failures } from "../lib/host/testing.ts";
import {
  ClockRecord,
  isStable,
  readClockRecord,
  readWallRecord,
  recordedHertz,
  WallRecord,
} from "./pvclock.ts";

const record = new ClockRecord();
let now: u64 = 0;
let calls: u32 = 0;

function set(version: u32, tsc: u64, systemNs: u64, multiplier: u32, shiftAndFlags: u32): void {
  record.version.write(version);
  record.tsc.write(tsc);
  record.systemNs.write(systemNs);
  record.multiplier.write(multiplier);
  record.shiftAndFlags.write(shiftAndFlags);
}
function ticks(): u64 {
  return now;
}
/** As the hypervisor does it: in the midst of the first reading another record stands there. */
function ticksDuringUpdate(): u64 {
  calls++;
  if (calls === 1) set(6, 2000, 7000000000, 2684354560, 0x001);
  return 2000 + 800000000;
}

export function main(): i32 {
  // 3 GHz: halved to 1.5, a tick of which is 2/3 ns: 2^32 * 2/3 = 2863311530.
  set(2, 1000, 5000000000, 2863311530, 0x1ff);
  expect(recordedHertz(record) === 3000000000, "3 GHz");
  expect(isStable(record), "stable");
  now = 1000;
  expect(readClockRecord(record, ticks) === 5000000000, "where it was written");
  now = 1000 + 3000000000;
  expect(readClockRecord(record, ticks) === 5999999999, "a second later, rounded down");
  now = 999;
  expect(readClockRecord(record, ticks) === 5000000000, "never before");

  // 800 MHz: doubled to 1.6, a tick of which is 0.625 ns: 2^32 * 0.625 = 2684354560.
  set(4, 0, 0, 2684354560, 0x001);
  expect(recordedHertz(record) === 800000000, "800 MHz");
  expect(!isStable(record), "not stable");
  now = 800000000 * u64(1000000);
  expect(readClockRecord(record, ticks) === 1000000000 * u64(1000000), "twelve days");

  expect(readClockRecord(record, ticksDuringUpdate) === 8000000000, "read again after an update");
  expect(calls === 2, "once");
  record.version.write(7);
  expect(readClockRecord(record, ticks) === 0, "an update that never ends");
  set(8, 0, 0, 0, 0);
  expect(recordedHertz(record) === 0, "nothing written");

  const wall = new WallRecord();
  wall.version.write(2);
  wall.seconds.write(1795920742);
  wall.nanoseconds.write(994784800);
  expect(readWallRecord(wall) === 1795920742994784800, "wall time");
  wall.version.write(3);
  expect(readWallRecord(wall) === 0, "wall time that is never whole");
  free(wall);
  return failures();
}
