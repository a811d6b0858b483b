/** futex(2). */
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { futexRequeue, futexWait, futexWake } from "../process/futex.ts";
import { piLock, piTryLock, piUnlock } from "../process/pifutex.ts";
import { monotonicNs, realtimeNs } from "../time/clock.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";
import { readTimespec } from "./timespec.ts";

/** Operations (Linux include/uapi/linux/futex.h). */
enum FutexOp {
  wait = 0,
  wake = 1,
  requeue = 3,
  cmpRequeue = 4,
  wakeOp = 5,
  lockPi = 6,
  unlockPi = 7,
  tryLockPi = 8,
  waitBitset = 9,
  wakeBitset = 10,
  waitRequeuePi = 11,
  cmpRequeuePi = 12,
  lockPi2 = 13,
}
const COMMAND_MASK: u32 = 0x7f;
const CLOCK_REALTIME_FLAG: u32 = 256;
const ALL_BITS: u32 = 0xffffffff;

function readWord(address: u64): u32 {
  return loadVolatile(ptr<u32>(address));
}

/** The time limit as a monotonic deadline: [deadline (0: none), error]. */
function deadline(timeout: u64, relative: boolean, realtime: boolean): [u64, i32] {
  if (timeout === 0) return [0, 0];
  const [ns, error] = readTimespec(timeout);
  if (error !== 0) return [0, error];
  const now = monotonicNs();
  if (relative) return [max(now + ns, 1), 0];
  if (!realtime) return [max(ns, 1), 0];
  const wall = realtimeNs();
  return [ns > wall ? now + (ns - wall) : 1, 0];
}

export function sysFutex(
  address: u64,
  operation: u32,
  value: u32,
  timeout: u64,
  address2: u64,
  value3: u32,
): isize {
  if ((address & 3) !== 0) return -Errno.EINVAL;
  if (!userReadable(address, 4)) return -Errno.EFAULT;
  const command = operation & COMMAND_MASK;
  const realtime = (operation & CLOCK_REALTIME_FLAG) !== 0;
  switch (command) {
    case FutexOp.wait:
    case FutexOp.waitBitset: {
      const bits: u32 = command === FutexOp.wait ? ALL_BITS : value3;
      if (bits === 0) return -Errno.EINVAL;
      const [until, error] = deadline(timeout, command === FutexOp.wait, realtime);
      if (error !== 0) return isize(error);
      return futexWait(address, value, bits, until);
    }
    case FutexOp.wake:
      return futexWake(address, value, ALL_BITS);
    case FutexOp.wakeBitset:
      return value3 === 0 ? -Errno.EINVAL : futexWake(address, value, value3);
    case FutexOp.requeue:
    case FutexOp.cmpRequeue:
      if (!userReadable(address2, 4)) return -Errno.EFAULT;
      if (command === FutexOp.cmpRequeue && readWord(address) !== value3) return -Errno.EAGAIN;
      return futexRequeue(address, address2, value, u32(timeout));
    case FutexOp.wakeOp:
      return wakeOp(address, value, u32(timeout), address2, value3);
    case FutexOp.lockPi:
    case FutexOp.lockPi2:
      return lockPi(address, timeout, command === FutexOp.lockPi || realtime);
    case FutexOp.tryLockPi:
      return userWritable(address, 4) ? piTryLock(address) : -Errno.EFAULT;
    case FutexOp.unlockPi:
      return userWritable(address, 4) ? piUnlock(address) : -Errno.EFAULT;
    case FutexOp.waitRequeuePi:
      return waitRequeuePi(address, value, timeout, address2, value3, realtime);
    case FutexOp.cmpRequeuePi:
      return cmpRequeuePi(address, value, u32(timeout), address2, value3);
    default:
      return -Errno.ENOSYS;
  }
}

/** Locks with an absolute time limit of the wall clock or the monotonic clock. */
function lockPi(address: u64, timeout: u64, realtime: boolean): isize {
  if (!userWritable(address, 4)) return -Errno.EFAULT;
  const [until, error] = deadline(timeout, false, realtime);
  return error !== 0 ? isize(error) : piLock(address, until);
}
/** FUTEX_WAIT_REQUEUE_PI: waits at the first word, and comes back with the lock of the second. */
function waitRequeuePi(
  address: u64,
  value: u32,
  timeout: u64,
  lock: u64,
  bits: u32,
  realtime: boolean,
): isize {
  if (bits === 0 || address === lock || (lock & 3) !== 0) return -Errno.EINVAL;
  if (!userWritable(lock, 4)) return -Errno.EFAULT;
  const [until, error] = deadline(timeout, false, realtime);
  if (error !== 0) return isize(error);
  const outcome = futexWait(address, value, bits, until);
  return outcome !== 0 ? outcome : piLock(lock, until);
}
/** FUTEX_CMP_REQUEUE_PI: the waiters that are meant go for the lock themselves, in their order. */
function cmpRequeuePi(address: u64, wakeCount: u32, moveCount: u32, lock: u64, expected: u32): isize {
  if (wakeCount !== 1 || address === lock || (lock & 3) !== 0 || i32(moveCount) < 0) return -Errno.EINVAL;
  if (!userWritable(lock, 4)) return -Errno.EFAULT;
  if (readWord(address) !== expected) return -Errno.EAGAIN;
  return futexWake(address, 1 + moveCount, ALL_BITS);
}

/** FUTEX_WAKE_OP: changes the second word, wakes waiters of the first, and of the second when its old value meets the comparison. */
function wakeOp(address: u64, count: u32, count2: u32, address2: u64, encoded: u32): isize {
  if ((address2 & 3) !== 0) return -Errno.EINVAL;
  if (!userWritable(address2, 4)) return -Errno.EFAULT;
  let operand: u32 = (encoded >> 12) & 0xfff;
  const operation: u32 = (encoded >> 28) & 15;
  if ((operation & 8) !== 0) operand = u32(1) << (operand & 31);
  const compared: u32 = encoded & 0xfff;
  const word = ptr<u32>(address2);
  const old = word[0];
  switch (operation & 7) {
    case 0:
      word[0] = operand;
      break;
    case 1:
      word[0] = old + operand;
      break;
    case 2:
      word[0] = old | operand;
      break;
    case 3:
      word[0] = old & ~operand;
      break;
    case 4:
      word[0] = old ^ operand;
      break;
    default:
      return -Errno.ENOSYS;
  }
  let woken = futexWake(address, count, ALL_BITS);
  if (meets(old, compared, (encoded >> 24) & 15)) woken += futexWake(address2, count2, ALL_BITS);
  return woken;
}
function meets(old: u32, compared: u32, comparison: u32): boolean {
  switch (comparison) {
    case 0:
      return old === compared;
    case 1:
      return old !== compared;
    case 2:
      return i32(old) < i32(compared);
    case 3:
      return i32(old) <= i32(compared);
    case 4:
      return i32(old) > i32(compared);
    default:
      return i32(old) >= i32(compared);
  }
}

export function registerFutexCalls(): void {
  handle(Sys.futex, (address, operation, value, timeout, address2, value3) =>
    sysFutex(address, u32(operation), u32(value), timeout, address2, u32(value3)),
  );
}
