/** The run queue's order, floor and what may leave it; the incoming list's order and its edges. */
import { expect, failures, random } from "../lib/host/testing.ts";
import { Incoming } from "./incoming.ts";
import { outranks, RunQueue } from "./runqueue.ts";
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

const LONG: u64 = 1_000_000_000;

function testFloor(): void {
  const queue = new RunQueue();
  const running = threadAt(LONG);
  queue.follow(running);
  expect(queue.floor === LONG, "the floor follows who runs alone");
  const sleeper = threadAt(3);
  queue.push(sleeper);
  expect(sleeper.virtualRuntime < LONG, "a sleeper runs soon");
  expect(outranks(sleeper, running), "and interrupts who runs");
  expect(sleeper.virtualRuntime > LONG - LONG / 100, "but does not use what it saved up");
  running.virtualRuntime = 2 * LONG;
  queue.follow(running);
  expect(queue.floor === LONG, "the floor does not fall, nor pass who waits");
  const equal = threadAt(sleeper.virtualRuntime);
  queue.push(equal);
  expect(!outranks(equal, sleeper), "equals do not interrupt each other");
  expect(queue.pop() === sleeper && queue.pop() === equal, "equals run in order of arrival");
  free(running);
  free(sleeper);
  free(equal);
  free(queue);
}

function testAdoption(): void {
  const old = new RunQueue();
  const queue = new RunQueue();
  old.floor = LONG;
  queue.floor = 5 * LONG;
  const ahead = threadAt(LONG + 7);
  const behind = threadAt(LONG - 7);
  queue.adopt(ahead, old);
  queue.adopt(behind, old);
  expect(ahead.virtualRuntime === 5 * LONG + 7, "a thread that owed time owes it elsewhere");
  expect(behind.virtualRuntime === 5 * LONG - 7, "and one that had some to come has it");
  queue.floor = 3;
  behind.virtualRuntime = LONG - 7;
  queue.adopt(behind, old);
  expect(behind.virtualRuntime === 0, "there is nothing below 0");
  free(ahead);
  free(behind);
  free(old);
  free(queue);
}

function realtimeAt(priority: u32): Thread {
  const thread = threadAt(random(1000));
  thread.realtime = priority;
  return thread;
}

function testRealtime(): void {
  const queue = new RunQueue();
  const fair = threadAt(0);
  const low = realtimeAt(1);
  const first = realtimeAt(50);
  const second = realtimeAt(50);
  const high = realtimeAt(99);
  queue.push(low);
  queue.push(fair);
  queue.push(second);
  queue.push(high);
  queue.push(first, true);
  expect(outranks(low, fair) && !outranks(fair, low), "the least urgent before the fair");
  expect(outranks(high, first) && !outranks(first, second), "the more urgent before the less, no equal");
  expect(queue.takeOut(low) && !queue.takeOut(low), "what stands in it is taken out, once");
  queue.push(low);
  expect(queue.pop() === high, "the most urgent is first");
  expect(queue.pop() === first && queue.pop() === second, "who was interrupted stands before its equals");
  expect(queue.pop() === low && queue.pop() === fair, "the fair come last");
  expect(queue.isEmpty && queue.floor === 0, "real-time threads leave the floor alone");
  free(fair);
  free(low);
  free(first);
  free(second);
  free(high);
  free(queue);
}

function testMoves(): void {
  const queue = new RunQueue();
  const pinned = threadAt(1);
  pinned.affinity = 1;
  const held = threadAt(2); // its registers are on processor 0
  held.registersOn = 1;
  const mobile = threadAt(3);
  const urgent = threadAt(4);
  urgent.realtime = 1;
  queue.push(pinned);
  queue.push(held);
  queue.push(mobile);
  queue.push(urgent);
  expect(queue.takeFor(0, false) === pinned, "the first fair one");
  queue.push(pinned);
  expect(queue.takeFor(0, true) === urgent, "the first of all");
  expect(queue.takeFor(1, true) === mobile && queue.length === 2, "only what may run there is taken over");
  expect(queue.takeFor(1, true) === null, "nothing else may");
  expect(queue.takeFor(0, true) === pinned && queue.takeFor(0, true) === held, "both may run where they are");
  expect(queue.isEmpty, "taking from within keeps the ends");
  free(pinned);
  free(held);
  free(mobile);
  free(urgent);
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
  testAdoption();
  testRealtime();
  testMoves();
  testIncoming();
  return failures();
}
