/** System V semaphores: semget(2), semop(2), semtimedop(2), semctl(2). */
import { IpcCommand, PERMISSION_SIZE, setPermissions, writePermissions } from "../ipc/objects.ts";
import {
  findSet,
  GREATEST_VALUE,
  getSet,
  MOST_IN_SET,
  MOST_OPERATIONS,
  MOST_SETS,
  type Operation,
  operate,
  removeSet,
  type SemaphoreSet,
  semaphoreSets,
  setAt,
  usedSemaphores,
  valueSet,
} from "../ipc/semaphores.ts";
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentProcess } from "../process/process.ts";
import { monotonicNs } from "../time/clock.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";
import { readTimespec } from "./timespec.ts";

enum Command {
  getPid = 11,
  getValue = 12,
  getAll = 13,
  getWaitingForMore = 14,
  getWaitingForZero = 15,
  setValue = 16,
  setAll = 17,
  statIndex = 18,
  info = 19,
  statAny = 20,
}
/** sizeof(struct semid64_ds), struct seminfo (x86_64), struct sembuf. */
const STATUS_SIZE: u64 = 104;
const LIMITS_SIZE: u64 = 40;
const OPERATION_SIZE: u64 = 6;

export function sysSemtimedop(id: i32, from: u64, count: u64, timeout: u64): isize {
  let deadline: u64 = 0;
  let badTime: i32 = 0;
  if (timeout !== 0) {
    const [ns, error] = readTimespec(timeout);
    if (error === -Errno.EFAULT) return isize(error);
    badTime = error;
    deadline = monotonicNs() + ns;
  }
  const wanted = u64(u32(count));
  if (wanted > MOST_OPERATIONS) return -Errno.E2BIG;
  if (wanted === 0) return -Errno.EINVAL;
  if (!userReadable(from, wanted * OPERATION_SIZE)) return -Errno.EFAULT;
  if (id < 0) return -Errno.EINVAL;
  if (badTime !== 0) return isize(badTime);
  const operations = newArray<Embed<Operation>>(wanted);
  for (let i: u64 = 0; i < wanted; i++) {
    const at = from + i * OPERATION_SIZE;
    operations[i].semaphore = loadUnaligned<u16>(at);
    operations[i].change = loadUnaligned<i16>(at + 2);
    operations[i].flags = loadUnaligned<i16>(at + 4);
  }
  const result = operate(id, operations, deadline, currentProcess().pid);
  freeArray<Embed<Operation>>(operations);
  return isize(result);
}

function writeStatus(to: u64, set: SemaphoreSet): isize {
  if (!userWritable(to, STATUS_SIZE)) return -Errno.EFAULT;
  fillBytes(to, 0, STATUS_SIZE);
  writePermissions(to, set);
  const words = ptr<u64>(to + PERMISSION_SIZE);
  words[0] = set.operationTime;
  words[2] = set.changeTime;
  words[4] = set.semaphores.length;
  return 0;
}
/** IPC_INFO, and SEM_INFO with what is in use in place of two limits. */
function writeLimits(to: u64, inUse: boolean): isize {
  if (!userWritable(to, LIMITS_SIZE)) return -Errno.EFAULT;
  const numbers = ptr<i32>(to);
  numbers[0] = i32(MOST_SETS * MOST_IN_SET);
  numbers[1] = i32(MOST_SETS);
  numbers[2] = i32(MOST_SETS * MOST_IN_SET);
  numbers[3] = i32(MOST_SETS * MOST_IN_SET);
  numbers[4] = i32(MOST_IN_SET);
  numbers[5] = i32(MOST_OPERATIONS);
  numbers[6] = i32(MOST_OPERATIONS);
  numbers[7] = inUse ? i32(semaphoreSets.count) : 20; // SEMUSZ
  numbers[8] = GREATEST_VALUE;
  numbers[9] = inUse ? i32(usedSemaphores()) : GREATEST_VALUE;
  return isize(semaphoreSets.highestIndex);
}
function getAll(set: SemaphoreSet, to: u64): isize {
  if (!userWritable(to, set.semaphores.length * 2)) return -Errno.EFAULT;
  for (let i: u64 = 0; i < set.semaphores.length; i++)
    storeUnaligned<u16>(to + i * 2, u16(set.semaphores[i].value));
  return 0;
}
function setAll(set: SemaphoreSet, from: u64): isize {
  const count = set.semaphores.length;
  if (!userReadable(from, count * 2)) return -Errno.EFAULT;
  for (let i: u64 = 0; i < count; i++)
    if (i32(loadUnaligned<u16>(from + i * 2)) > GREATEST_VALUE) return -Errno.ERANGE;
  const { pid } = currentProcess();
  for (let i: u64 = 0; i < count; i++) valueSet(set, i, i32(loadUnaligned<u16>(from + i * 2)), pid);
  return 0;
}

export function sysSemctl(id: i32, index: i32, command: u32, argument: u64): isize {
  if (id < 0) return -Errno.EINVAL;
  if (command === IpcCommand.info || command === Command.info)
    return writeLimits(argument, command === Command.info);
  if (command === Command.statIndex || command === Command.statAny) {
    const set = setAt(id);
    if (set === null) return -Errno.EINVAL;
    const error = writeStatus(argument, set);
    return error !== 0 ? error : isize(set.id);
  }
  if (command === Command.setValue && (i32(argument) < 0 || i32(argument) > GREATEST_VALUE))
    return -Errno.ERANGE;
  if (command === IpcCommand.set && !userReadable(argument, STATUS_SIZE)) return -Errno.EFAULT;
  if (command > IpcCommand.stat && (command < Command.getPid || command > Command.setAll))
    return -Errno.EINVAL;
  const [set, error] = findSet(id);
  if (set === null) return isize(error);
  switch (command) {
    case IpcCommand.stat:
      return writeStatus(argument, set);
    case IpcCommand.set:
      return isize(setPermissions(set, argument));
    case IpcCommand.remove:
      removeSet(set);
      return 0;
    case Command.getAll:
      return getAll(set, argument);
    case Command.setAll:
      return setAll(set, argument);
    default:
      return oneSemaphore(set, index, command, argument);
  }
}
function oneSemaphore(set: SemaphoreSet, index: i32, command: u32, argument: u64): isize {
  const value = i32(argument);
  if (index < 0 || u64(index) >= set.semaphores.length) return -Errno.EINVAL;
  const semaphore = set.semaphores[u64(index)];
  switch (command) {
    case Command.getValue:
      return isize(semaphore.value);
    case Command.getPid:
      return isize(semaphore.pid);
    case Command.getWaitingForMore:
      return isize(semaphore.waitingForMore);
    case Command.getWaitingForZero:
      return isize(semaphore.waitingForZero);
    default:
      valueSet(set, u64(index), value, currentProcess().pid);
      return 0;
  }
}

export function registerSemaphoreCalls(): void {
  handle(Sys.semget, (key, count, flags) => isize(getSet(i32(key), i32(count), u32(flags))));
  handle(Sys.semop, (id, operations, count) => sysSemtimedop(i32(id), operations, count, 0));
  handle(Sys.semtimedop, (id, operations, count, timeout) =>
    sysSemtimedop(i32(id), operations, count, timeout),
  );
  handle(Sys.semctl, (id, index, command, argument) =>
    sysSemctl(i32(id), i32(index), u32(command), argument),
  );
}
