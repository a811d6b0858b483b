/** System V message queues: msgget(2), msgsnd(2), msgrcv(2), msgctl(2). */
import {
  findQueue,
  freeMessage,
  getQueue,
  LONGEST_MESSAGE,
  Message,
  type MessageQueue,
  MOST_QUEUES,
  messageQueues,
  QUEUE_BYTES,
  queueAt,
  Receive,
  receive,
  removeQueue,
  send,
} from "../ipc/messages.ts";
import {
  IPC_NO_WAIT,
  IpcCommand,
  PERMISSION_SIZE,
  setPermissions,
  writePermissions,
} from "../ipc/objects.ts";
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentProcess } from "../process/process.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";

enum Command {
  statIndex = 11,
  info = 12,
  statAny = 13,
}
/** sizeof(struct msqid64_ds), struct msginfo (x86_64). */
const STATUS_SIZE: u64 = 120;
const LIMITS_SIZE: u64 = 32;

export function sysMsgsnd(id: i32, from: u64, size: u64, flags: u32): isize {
  if (!userReadable(from, 8)) return -Errno.EFAULT;
  const type = loadUnaligned<i64>(from);
  if (size > LONGEST_MESSAGE || id < 0 || type < 1) return -Errno.EINVAL;
  if (!userReadable(from + 8, size)) return -Errno.EFAULT;
  const message = new Message();
  message.type = type;
  message.text = newArray<u8>(size);
  copyBytes(addressOf(message.text.ptr), from + 8, size);
  const error = send(id, message, flags, currentProcess().pid);
  if (error !== 0) freeMessage(message);
  return isize(error);
}
export function sysMsgrcv(id: i32, to: u64, size: u64, type: i64, flags: u32): isize {
  if (id < 0 || size > 0x7fff_ffff_ffff_ffff) return -Errno.EINVAL;
  const copies = (flags & Receive.copy) !== 0;
  if (copies && ((flags & Receive.except) !== 0 || (flags & IPC_NO_WAIT) === 0)) return -Errno.EINVAL;
  const [message, error] = receive(id, size, type, flags, currentProcess().pid);
  if (message === null) return isize(error);
  const n = min(size, message.text.length);
  let result: isize = isize(n);
  if (!userWritable(to, 8 + n)) result = -Errno.EFAULT;
  else {
    storeUnaligned<i64>(to, message.type);
    copyBytes(to + 8, addressOf(message.text.ptr), n);
  }
  if (!copies) freeMessage(message);
  return result;
}

function writeStatus(to: u64, queue: MessageQueue): isize {
  if (!userWritable(to, STATUS_SIZE)) return -Errno.EFAULT;
  fillBytes(to, 0, STATUS_SIZE);
  writePermissions(to, queue);
  const words = ptr<u64>(to + PERMISSION_SIZE);
  words[0] = queue.sendTime;
  words[1] = queue.receiveTime;
  words[2] = queue.changeTime;
  words[3] = queue.bytes;
  words[4] = queue.count;
  words[5] = queue.limit;
  storeUnaligned<i32>(to + 96, queue.lastSender);
  storeUnaligned<i32>(to + 100, queue.lastReceiver);
  return 0;
}
/** IPC_INFO: the limits; MSG_INFO: in place of three of them, queues, messages and bytes. */
function writeLimits(to: u64, inUse: boolean): isize {
  if (!userWritable(to, LIMITS_SIZE)) return -Errno.EFAULT;
  fillBytes(to, 0, LIMITS_SIZE);
  let messages: u64 = 0;
  let bytes: u64 = 0;
  for (let index: i32 = 0; index <= messageQueues.highestIndex; index++) {
    const queue = queueAt(index);
    if (queue === null) continue;
    messages += queue.count;
    bytes += queue.bytes;
  }
  const numbers = ptr<i32>(to);
  numbers[0] = i32(inUse ? messageQueues.count : (MOST_QUEUES * QUEUE_BYTES) / 1024);
  numbers[1] = i32(inUse ? messages : QUEUE_BYTES);
  numbers[2] = i32(LONGEST_MESSAGE);
  numbers[3] = i32(QUEUE_BYTES);
  numbers[4] = i32(MOST_QUEUES);
  numbers[5] = 16; // MSGSSZ
  numbers[6] = i32(inUse ? bytes : QUEUE_BYTES);
  storeUnaligned<u16>(to + 28, 0xffff); // MSGSEG
  return isize(messageQueues.highestIndex);
}

export function sysMsgctl(id: i32, command: u32, argument: u64): isize {
  if (id < 0) return -Errno.EINVAL;
  if (command === IpcCommand.info || command === Command.info)
    return writeLimits(argument, command === Command.info);
  if (command === Command.statIndex || command === Command.statAny) {
    const queue = queueAt(id);
    if (queue === null) return -Errno.EINVAL;
    const error = writeStatus(argument, queue);
    return error !== 0 ? error : isize(queue.id);
  }
  if (command > IpcCommand.stat) return -Errno.EINVAL;
  if (command === IpcCommand.set && !userReadable(argument, STATUS_SIZE)) return -Errno.EFAULT;
  const [queue, error] = findQueue(id);
  if (queue === null) return isize(error);
  if (command === IpcCommand.stat) return writeStatus(argument, queue);
  if (command === IpcCommand.remove) {
    removeQueue(queue);
    return 0;
  }
  const refused = setPermissions(queue, argument);
  if (refused !== 0) return isize(refused);
  queue.limit = loadUnaligned<u64>(argument + 88);
  queue.canSend.wakeAll();
  return 0;
}

export function registerMessageCalls(): void {
  handle(Sys.msgget, (key, flags) => isize(getQueue(i32(key), u32(flags))));
  handle(Sys.msgsnd, (id, from, size, flags) => sysMsgsnd(i32(id), from, size, u32(flags)));
  handle(Sys.msgrcv, (id, to, size, type, flags) => sysMsgrcv(i32(id), to, size, i64(type), u32(flags)));
  handle(Sys.msgctl, (id, command, argument) => sysMsgctl(i32(id), u32(command), argument));
}
