/** futex(2). */
import { holdKernel } from "../arch/x64/smp/kernellock.ts";
import { Errno } from "../lib/errno.ts";
import { space } from "../mm/addressspace.ts";
import { userAddress, userReadable, userWritable } from "../mm/user.ts";
import { futexRequeue, futexWait, futexWake } from "../process/futex.ts";
import { FutexKey } from "../process/futexkey.ts";
import { FUTEX_TID_MASK, piLock, piTryLock, piUnlock } from "../process/pifutex.ts";
import { futexRequeuePi, futexWaitRequeuePi } from "../process/pirequeue.ts";
import { currentProgram } from "../process/programthread.ts";
import { currentThread } from "../sched/thread.ts";
import { monotonicNs, realtimeNs } from "../time/clock.ts";
import { Sys } from "./numbers.ts";
import { RESTART, RESTART_ALWAYS, RESTART_TIMED } from "./results.ts";
import { handleUnlocked } from "./table.ts";
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
const PRIVATE_FLAG: u32 = 128;
const CLOCK_REALTIME_FLAG: u32 = 256;
const COMMAND_MASK: u32 = ~u32(PRIVATE_FLAG | CLOCK_REALTIME_FLAG);
const ALL_BITS: u32 = 0xffffffff;
/** FUTEX_OP_XOR. */
const LAST_WORD_OPERATION: u32 = 4;

/** The time limit as a monotonic deadline: [deadline (0: none), error]. A call that begins again keeps the one it had. */
export function deadline(timeout: u64, relative: boolean, realtime: boolean): [u64, i32] {
  const program = currentProgram();
  const again = program.restartDeadlineNs;
  program.restartDeadlineNs = 0;
  if (timeout === 0 || again !== 0) return [again, 0];
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
  const command = operation & COMMAND_MASK;
  const realtime = (operation & CLOCK_REALTIME_FLAG) !== 0;
  const shared = (operation & PRIVATE_FLAG) === 0;
  let until: u64 = 0;
  if (hasTimeout(command)) {
    const [at, error] = deadline(timeout, command === FutexOp.wait, realtime || command === FutexOp.lockPi);
    if (error !== 0) return isize(error);
    until = at;
  }
  if (realtime && !takesClock(command)) return -Errno.ENOSYS;
  const key: Embed<FutexKey> = new FutexKey();
  switch (command) {
    case FutexOp.wait:
    case FutexOp.waitBitset: {
      const bits: u32 = command === FutexOp.wait ? ALL_BITS : value3;
      if (bits === 0) return -Errno.EINVAL;
      const error = findKey(key, address, shared, false);
      return error !== 0 ? isize(error) : wait(key, address, value, bits, until);
    }
    case FutexOp.wake:
    case FutexOp.wakeBitset: {
      const bits: u32 = command === FutexOp.wake ? ALL_BITS : value3;
      if (bits === 0) return -Errno.EINVAL;
      const error = findKey(key, address, shared, false);
      return error !== 0 ? isize(error) : futexWake(key, atLeastOne(value), bits);
    }
    case FutexOp.requeue:
      return requeue(address, value, u32(timeout), address2, shared, 0, false);
    case FutexOp.cmpRequeue:
      return requeue(address, value, u32(timeout), address2, shared, value3, true);
    case FutexOp.wakeOp:
      return wakeOp(address, value, u32(timeout), address2, value3, shared);
    case FutexOp.lockPi:
    case FutexOp.lockPi2: {
      const error = findLock(key, address, shared);
      return error !== 0 ? isize(error) : restarting(piLock(key, address, until));
    }
    case FutexOp.tryLockPi: {
      const error = findLock(key, address, shared);
      return error !== 0 ? isize(error) : piTryLock(key, address);
    }
    case FutexOp.unlockPi: {
      // The owner is looked at before anything else.
      if (!userReadable(address, 4)) return -Errno.EFAULT;
      if ((loadUnaligned<u32>(address) & FUTEX_TID_MASK) !== u32(currentThread().id)) return -Errno.EPERM;
      const error = findLock(key, address, shared);
      return error !== 0 ? isize(error) : piUnlock(key, address);
    }
    case FutexOp.waitRequeuePi:
      return waitRequeuePi(address, value, until, address2, shared);
    case FutexOp.cmpRequeuePi:
      return cmpRequeuePi(address, value, u32(timeout), address2, value3, shared);
    default:
      return -Errno.ENOSYS;
  }
}
/** A wait without a time limit goes on after a handler with SA_RESTART; one with a limit ends, unless no handler runs after all. */
function wait(key: FutexKey, address: u64, value: u32, bits: u32, until: u64): isize {
  const result = futexWait(key, address, value, bits, until);
  if (result !== -Errno.EINTR) return result;
  if (until === 0) return RESTART;
  currentProgram().restartDeadlineNs = until;
  return RESTART_TIMED;
}
/** What waits for a lock is not for handlers to end. */
function restarting(result: isize): isize {
  return result === -Errno.EINTR ? RESTART_ALWAYS : result;
}
/** Linux has always woken before it looked at the count, which it takes as signed. */
function atLeastOne(count: u32): u32 {
  return i32(count) <= 0 ? 1 : count;
}
function hasTimeout(command: u32): boolean {
  return takesClock(command) || command === FutexOp.wait || command === FutexOp.lockPi;
}
/** Commands whose time limit FUTEX_CLOCK_REALTIME may put on the wall clock. */
function takesClock(command: u32): boolean {
  return command === FutexOp.waitBitset || command === FutexOp.waitRequeuePi || command === FutexOp.lockPi2;
}
/**
 * The key of a word, and what Linux checks of it before it looks for waiters (get_futex_key): a private one need only lie where programs have
 * memory; a shared one must be there, writable where it will be written or is anonymous memory.
 */
export function findKey(key: FutexKey, address: u64, shared: boolean, writes: boolean): i32 {
  if ((address & 3) !== 0) return -Errno.EINVAL;
  if (!userAddress(address)) return -Errno.EFAULT;
  if (!shared) {
    key.setPrivate(address);
    return 0;
  }
  key.setShared(address);
  if (userWritable(address, 4)) return 0;
  return writes || !userReadable(address, 4) || space.isAnonymous(address) ? -Errno.EFAULT : 0;
}
/** As `findKey` for a lock, which must be writable in the end. */
function findLock(key: FutexKey, address: u64, shared: boolean): i32 {
  const error = findKey(key, address, shared, true);
  if (error !== 0) return error;
  return userWritable(address, 4) ? 0 : -Errno.EFAULT;
}
/** FUTEX_REQUEUE, and FUTEX_CMP_REQUEUE where the word must hold `expected`. */
function requeue(
  address: u64,
  wakeCount: u32,
  moveCount: u32,
  address2: u64,
  shared: boolean,
  expected: u32,
  compares: boolean,
): isize {
  if (i32(wakeCount) < 0 || i32(moveCount) < 0) return -Errno.EINVAL;
  const from: Embed<FutexKey> = new FutexKey();
  const to: Embed<FutexKey> = new FutexKey();
  let error = findKey(from, address, shared, false);
  if (error === 0) error = findKey(to, address2, shared, false);
  if (error !== 0) return isize(error);
  return futexRequeue(from, address, to, wakeCount, moveCount, compares, expected);
}

/** FUTEX_WAIT_REQUEUE_PI: waits at the first word, and comes back with the lock of the second. */
function waitRequeuePi(address: u64, value: u32, until: u64, lock: u64, shared: boolean): isize {
  if (address === lock) return -Errno.EINVAL;
  const key: Embed<FutexKey> = new FutexKey();
  const lockKey: Embed<FutexKey> = new FutexKey();
  let error = findKey(lockKey, lock, shared, true);
  if (error === 0) error = findKey(key, address, shared, false);
  if (error !== 0) return isize(error);
  return restarting(futexWaitRequeuePi(key, address, value, lockKey, lock, until));
}
/** FUTEX_CMP_REQUEUE_PI: the first waiter gets the lock if it is free, others a place among those that wait for it. */
function cmpRequeuePi(
  address: u64,
  wakeCount: u32,
  moveCount: u32,
  lock: u64,
  expected: u32,
  shared: boolean,
): isize {
  if (wakeCount !== 1 || address === lock || i32(moveCount) < 0) return -Errno.EINVAL;
  const key: Embed<FutexKey> = new FutexKey();
  const lockKey: Embed<FutexKey> = new FutexKey();
  let error = findKey(key, address, shared, false);
  if (error === 0) error = findKey(lockKey, lock, shared, true);
  if (error !== 0) return isize(error);
  return futexRequeuePi(key, address, lockKey, lock, 1 + moveCount, expected);
}

/** FUTEX_WAKE_OP: changes the second word, wakes waiters of the first, and of the second when its old value meets the comparison. */
function wakeOp(address: u64, count: u32, count2: u32, address2: u64, encoded: u32, shared: boolean): isize {
  const key: Embed<FutexKey> = new FutexKey();
  const key2: Embed<FutexKey> = new FutexKey();
  let error = findKey(key, address, shared, false);
  if (error === 0) error = findKey(key2, address2, shared, true);
  if (error !== 0) return isize(error);
  const operation: u32 = (encoded >> 28) & 15;
  if ((operation & 7) > LAST_WORD_OPERATION) return -Errno.ENOSYS;
  if (!userWritable(address2, 4)) return -Errno.EFAULT;
  let operand: u32 = signed12(encoded >> 12);
  if ((operation & 8) !== 0) operand = u32(1) << (operand & 31);
  const compared: u32 = signed12(encoded);
  const comparison: u32 = (encoded >> 24) & 15;
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
    default:
      word[0] = old ^ operand;
      break;
  }
  if (comparison > 5) return -Errno.ENOSYS;
  const woken = futexWake(key, atLeastOne(count), ALL_BITS);
  if (woken < 0 || !meets(old, compared, comparison)) return woken;
  const woken2 = futexWake(key2, atLeastOne(count2), ALL_BITS);
  return woken2 < 0 ? woken2 : woken + woken2;
}
/** The low twelve bits as a signed number. */
function signed12(bits: u32): u32 {
  return u32(i32(bits << 20) >> 20);
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

/** Waiting and waking at private words need no kernel lock, unless the wall clock may have to be asked. */
function isPlain(operation: u32): boolean {
  if ((operation & (PRIVATE_FLAG | CLOCK_REALTIME_FLAG)) !== PRIVATE_FLAG) return false;
  const command = operation & COMMAND_MASK;
  return (
    command === FutexOp.wait ||
    command === FutexOp.wake ||
    command === FutexOp.waitBitset ||
    command === FutexOp.wakeBitset
  );
}
function futexCall(
  address: u64,
  operation: u32,
  value: u32,
  timeout: u64,
  address2: u64,
  value3: u32,
): isize {
  using _held = isPlain(operation) ? null : holdKernel();
  return sysFutex(address, operation, value, timeout, address2, value3);
}

export function registerFutexCalls(): void {
  handleUnlocked(Sys.futex, (address, operation, value, timeout, address2, value3) =>
    futexCall(address, u32(operation), u32(value), timeout, address2, u32(value3)),
  );
}
