/** The run queue's order, floor and what may leave it; the incoming list's order and its edges. */
import { expect, failures, random } from "../lib/host/testing.ts";
import { Incoming } from "./incoming.ts";
import { RunQueue } from "./runqueue.ts";
import { Thread } from "./thread.ts";

const THREADS: u64 = 200;

function threadAt(runtime: u64): Thread {
  const thread = new Thread();
  thread.virtualRuntime = runtime;
  return thread;
}

function testOrder(): void {
  const queue = new RunQueue();
  for (let i: u64 = 0; i < THREADS; i++) queue.push(threadAt(random(1000)));
  expect(u64(queue.length) === THREADS, "all are counted");
  let last: u64 = 0;
  for (let i: u64 = 0; i < THREADS; i++) {
    const thread = queue.pop();
    expect(thread !== null && thread.virtualRuntime >= last, "the least virtual runtime comes first");
    if (thread === null) return;
    last = thread.virtualRuntime;
    free(thread);
  }
  expect(queue.isEmpty && queue.pop() === null && queue.length === 0, "the queue is empty in the end");
  expect(queue.floor === last, "the floor is the last one's");
  free(queue);
}

function testFloor(): void {
  const queue = new RunQueue();
  queue.push(threadAt(500));
  free(queue.pop()!);
  const sleeper = threadAt(3);
  const ahead = threadAt(~0);
  queue.push(sleeper);
  queue.push(ahead);
  expect(sleeper.virtualRuntime === 500, "a sleeper does not use what it saved up");
  expect(ahead.virtualRuntime < 1000000000, "a thread from a clock that is ahead need not wait for ever");
  const equal = threadAt(500);
  queue.push(equal);
  expect(queue.pop() === sleeper && queue.pop() === equal, "equals run in order of arrival");
  free(queue.pop()!);
  free(sleeper);
  free(equal);
  free(queue);
}

function testMoves(): void {
  const queue = new RunQueue();
  const pinned = threadAt(1);
  pinned.affinity = 1;
  const held = threadAt(2); // its registers are on processor 0
  held.registersOn = 1;
  const mobile = threadAt(3);
  queue.push(pinned);
  queue.push(held);
  queue.push(mobile);
  expect(queue.takeFor(1) === mobile && queue.length === 2, "only what may run there is taken over");
  expect(queue.takeFor(1) === null, "nothing else may");
  expect(queue.takeFor(0) === pinned && queue.takeFor(0) === held, "both may run where they are");
  expect(queue.isEmpty, "taking from within keeps the ends");
  free(pinned);
  free(held);
  free(mobile);
  free(queue);
}

function testIncoming(): void {
  const incoming = new Incoming();
  const a = threadAt(1);
  const b = threadAt(2);
  const c = threadAt(3);
  expect(incoming.isEmpty && incoming.takeAll() === null, "nothing comes of nothing");
  expect(incoming.push(a), "the first push finds it empty");
  expect(!incoming.push(b) && !incoming.push(c), "later ones do not");
  const first = incoming.takeAll();
  expect(first === a && a.next === b && b.next === c && c.next === null, "oldest first");
  expect(incoming.isEmptyNow() && incoming.push(a), "after that it is empty again");
  free(a);
  free(b);
  free(c);
  free(incoming);
}

export function main(): i32 {
  testOrder();
  testFloor();
  testMoves();
  testIncoming();
  return failures();
}
