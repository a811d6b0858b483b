/** The CMOS real-time clock (Motorola MC146818 data sheet; ports 0x70 and 0x71), read as UTC. */
import { disableInterrupts, restoreInterrupts } from "../../arch/x64/cpu.ts";
import { in8, out8 } from "../../arch/x64/ports.ts";
import { log } from "../../lib/log.ts";
import { setWallClockSource } from "../../time/clock.ts";
import { fromBcd, secondsSince1970 } from "./date.ts";

const INDEX_PORT: u16 = 0x70;
const DATA_PORT: u16 = 0x71;

enum Register {
  seconds = 0x00,
  minutes = 0x02,
  hours = 0x04,
  day = 0x07,
  month = 0x08,
  year = 0x09,
  statusA = 0x0a,
  statusB = 0x0b,
  /** Where PC firmware keeps the century. */
  century = 0x32,
}

const UPDATE_IN_PROGRESS: u8 = 0x80;
const BINARY: u8 = 4;
const HOURS_24: u8 = 2;
const AFTERNOON: u8 = 0x80;
/** An update takes 2 ms; a port read takes no less than 0.1 us. */
const UPDATE_POLLS: u32 = 100000;
const ATTEMPTS: u32 = 5;

function readRegister(register: u32): u8 {
  out8(INDEX_PORT, u8(register));
  return in8(DATA_PORT);
}

function waitForUpdate(): boolean {
  for (let i: u32 = 0; i < UPDATE_POLLS; i++) {
    if ((readRegister(Register.statusA) & UPDATE_IN_PROGRESS) === 0) return true;
    spinHint();
  }
  return false;
}

function decode(value: u8, status: u8): u32 {
  return (status & BINARY) !== 0 ? u32(value) : fromBcd(value);
}

function readOnce(): u64 {
  const status = readRegister(Register.statusB);
  const hourRegister = readRegister(Register.hours);
  let hour = decode(hourRegister & ~AFTERNOON, status);
  if ((status & HOURS_24) === 0) hour = (hour % 12) + ((hourRegister & AFTERNOON) !== 0 ? 12 : 0);
  const year = decode(readRegister(Register.year), status);
  const century = decode(readRegister(Register.century), status);
  const fullYear = century >= 19 && century <= 29 ? century * 100 + year : year + (year < 70 ? 2000 : 1900);
  return secondsSince1970(
    fullYear,
    decode(readRegister(Register.month), status),
    decode(readRegister(Register.day), status),
    hour,
    decode(readRegister(Register.minutes), status),
    decode(readRegister(Register.seconds), status),
  );
}

/** Seconds since 1970; 0 when there is no clock or it does not run. Two equal readings rule out a half-updated one. */
export function readRtc(): u64 {
  const on = disableInterrupts();
  let seconds: u64 = 0;
  for (let i: u32 = 0; i < ATTEMPTS; i++) {
    if (!waitForUpdate()) break;
    seconds = readOnce();
    if (seconds !== 0 && seconds === readOnce()) break;
    seconds = 0;
  }
  restoreInterrupts(on);
  if (seconds === 0) log("rtc: no wall-clock time: the clock gives no stable date");
  return seconds;
}

/** Links the clock in as the source of wall-clock time; it is read when somebody first asks. */
export function useRtc(): void {
  setWallClockSource(() => readRtc() * 1000000000);
}
