/**
 * System V message queues (msgget(2), msgsnd(2), msgrcv(2)): messages with a type, in the order of their sending.
 *
 * A sender waits while the queue holds its limit of bytes or, for empty messages, of messages; a receiver while none is
 * of the type that it wants.
 */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { WaitQueue } from "../sync/waitqueue.ts";
import { waitInterruptibly } from "../vfs/wait.ts";
import { IPC_NO_WAIT, IpcObject, IpcTable, secondsNow } from "./objects.ts";

/** MSGMNI, MSGMAX, MSGMNB (include/uapi/linux/msg.h). */
export const MOST_QUEUES: u64 = 32000;
export const LONGEST_MESSAGE: u64 = 8192;
export const QUEUE_BYTES: u64 = 16384;

/** msgrcv(2). */
export enum Receive {
  noError = 0o10000,
  except = 0o20000,
  copy = 0o40000,
}

export class Message {
  next: Message | null = null;
  type: i64 = 0;
  text!: Slice<u8>;
}
export function freeMessage(message: Message): void {
  freeArray<u8>(message.text);
  free(message);
}

export class MessageQueue extends IpcObject {
  first: Message | null = null;
  last: Message | null = null;
  bytes: u64 = 0;
  count: u64 = 0;
  /** msg_qbytes. */
  limit: u64 = QUEUE_BYTES;
  sendTime: u64 = 0;
  receiveTime: u64 = 0;
  lastSender: i32 = 0;
  lastReceiver: i32 = 0;
  readonly canSend: Embed<WaitQueue> = new WaitQueue();
  readonly canReceive: Embed<WaitQueue> = new WaitQueue();

  hasRoomFor(size: u64): boolean {
    return this.bytes + size <= this.limit && this.count + 1 <= this.limit;
  }
  append(message: Message): void {
    const last = this.last;
    if (last === null) this.first = message;
    else last.next = message;
    this.last = message;
    this.bytes += message.text.length;
    this.count++;
  }
  /** The message that msgrcv(2) means, and the one before it. */
  choose(type: i64, flags: u32): [Message | null, Message | null] {
    let before: Message | null = null;
    let best: Message | null = null;
    let bestBefore: Message | null = null;
    let position: i64 = 0;
    for (let message = this.first; message !== null; message = message.next) {
      if ((flags & Receive.copy) !== 0) {
        if (position === type) return [message, before];
      } else if (type >= 0) {
        const isIt = message.type === type;
        if (type === 0 || ((flags & Receive.except) !== 0 ? !isIt : isIt)) return [message, before];
      } else if (
        (type === MIN_TYPE || message.type <= -type) &&
        (best === null || message.type < best.type)
      ) {
        best = message;
        bestBefore = before;
      }
      before = message;
      position++;
    }
    return [best, bestBefore];
  }
  take(message: Message, before: Message | null): void {
    if (before === null) this.first = message.next;
    else before.next = message.next;
    if (this.last === message) this.last = before;
    message.next = null;
    this.bytes -= message.text.length;
    this.count--;
  }
}
const MIN_TYPE: i64 = -0x8000_0000_0000_0000;

export const messageQueues = new IpcTable(MOST_QUEUES);

function asQueue(object: IpcObject): MessageQueue {
  return ref<MessageQueue>(addressOf(object));
}
export function findQueue(id: i32): [MessageQueue | null, i32] {
  const [object, error] = messageQueues.find(id);
  return object === null ? [null, error] : [asQueue(object), 0];
}
export function queueAt(index: i32): MessageQueue | null {
  const object = messageQueues.at(index);
  return object === null ? null : asQueue(object);
}

/** msgget(2). */
export function getQueue(key: i32, flags: u32): i32 {
  const [found, error] = messageQueues.lookUp(key, flags);
  if (error !== 0) return error;
  if (found !== null) return found.id;
  const queue = new MessageQueue();
  const id = messageQueues.add(queue, key, flags);
  if (id < 0) free(queue);
  return id;
}
/** IPC_RMID: what it holds is lost, and those who wait are told. */
export function removeQueue(queue: MessageQueue): void {
  messageQueues.remove(queue);
  if (queue.users === 0) freeQueue(queue);
  else {
    queue.canSend.wakeAll();
    queue.canReceive.wakeAll();
  }
}
function freeQueue(queue: MessageQueue): void {
  for (let message = queue.first; message !== null; ) {
    const next: Message | null = message.next;
    freeMessage(message);
    message = next;
  }
  free(queue);
}
function leave(queue: MessageQueue): void {
  queue.users--;
  if (queue.removed && queue.users === 0) freeQueue(queue);
}
/** Sleeps in a queue's queue: 0, EIDRM or EINTR, after which the call is not begun again. */
function sleep(queue: MessageQueue, waiters: WaitQueue): i32 {
  const on = disableInterrupts();
  const woken = waitInterruptibly(waiters);
  restoreInterrupts(on);
  if (queue.removed) return -Errno.EIDRM;
  return woken < 0 ? -Errno.EINTR : 0;
}

/** msgsnd(2): takes the message over where it succeeds. */
export function send(id: i32, message: Message, flags: u32, pid: i32): i32 {
  const [queue, error] = findQueue(id);
  if (queue === null) return error;
  queue.users++;
  let result: i32 = 0;
  while (result === 0 && !queue.hasRoomFor(message.text.length))
    result = (flags & IPC_NO_WAIT) !== 0 ? -Errno.EAGAIN : sleep(queue, queue.canSend);
  if (result === 0) {
    queue.append(message);
    queue.lastSender = pid;
    queue.sendTime = secondsNow();
    queue.canReceive.wakeAll();
  }
  leave(queue);
  return result;
}

/** msgrcv(2): the message, the caller's from here on (with MSG_COPY still the queue's), or the error. */
export function receive(id: i32, size: u64, type: i64, flags: u32, pid: i32): [Message | null, i32] {
  const [queue, error] = findQueue(id);
  if (queue === null) return [null, error];
  queue.users++;
  let result: i32 = 0;
  let found: Message | null = null;
  while (result === 0) {
    const [message, before] = queue.choose(type, flags);
    if (message === null) {
      result = (flags & IPC_NO_WAIT) !== 0 ? -Errno.ENOMSG : sleep(queue, queue.canReceive);
      continue;
    }
    if (message.text.length > size && (flags & Receive.noError) === 0) result = -Errno.E2BIG;
    else {
      found = message;
      if ((flags & Receive.copy) === 0) {
        queue.take(message, before);
        queue.lastReceiver = pid;
        queue.receiveTime = secondsNow();
        queue.canSend.wakeAll();
      }
    }
    break;
  }
  leave(queue);
  return [found, result];
}
