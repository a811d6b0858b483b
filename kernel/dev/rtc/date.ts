/** Calendar arithmetic for the hardware clock. */

const DAYS_TO_MONTH: readonly u16[] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Gregorian leap years. */
function isLeap(year: u32): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days from 1970-01-01 to the first day of `year`, 1970 or later. */
function daysToYear(year: u32): u64 {
  const before = u64(year - 1);
  const leapDays = before / 4 - before / 100 + before / 400;
  return (u64(year) - 1970) * 365 + leapDays - 477; // leap days up to 1969
}

/**
 * Seconds since 1970-01-01 00:00:00 UTC. `month` and `day` count from 1. 0 when the date is none: before 1970 or with
 * a field out of range.
 */
export function secondsSince1970(year: u32, month: u32, day: u32, hour: u32, minute: u32, second: u32): u64 {
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) return 0;
  if (hour > 23 || minute > 59 || second > 60) return 0;
  const leapDay: u64 = isLeap(year) && month > 2 ? 1 : 0;
  const days = daysToYear(year) + u64(DAYS_TO_MONTH[month - 1]) + leapDay + u64(day) - 1;
  return days * 86400 + u64(hour) * 3600 + u64(minute) * 60 + u64(second);
}

/** The value of a register in binary-coded decimal. */
export function fromBcd(value: u8): u32 {
  return u32(value >> 4) * 10 + u32(value & 15);
}
