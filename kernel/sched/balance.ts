/**
 * Which processor a thread runs on.
 *
 * A thread that wakes goes back to where it ran last when that one idles (its caches are there), else to one that
 * idles, else back; a real-time thread rather to where something less urgent runs. A processor without work takes over a
 * thread that waits elsewhere. At the end of a slice a real-time thread goes where it need not wait, or the longest queue
 * gives a fair one to the shortest. Lengths of other queues are read without their locks: what is a moment old makes a
 * worse choice, not a wrong one.
 */
import { onlineCount, onlineMask } from "../arch/x64/smp/cpus.ts";
import { idleProcessors, type Processor, processorAt } from "./processor.ts";
import type { Thread } from "./thread.ts";

/** The processor with the fewest waiting threads among those in `mask`, which is not empty. */
function shortest(mask: u64): Processor {
  let best = processorAt(u32(ctz(mask)));
  for (let i: u32 = 0; i < onlineCount(); i++) {
    if (((mask >> i) & 1) === 0) continue;
    const processor = processorAt(i);
    if (processor.runQueue.length < best.runQueue.length) best = processor;
  }
  return best;
}

/** Where a thread that has become runnable goes. */
export function chooseProcessor(thread: Thread): Processor {
  if (onlineCount() === 1) return processorAt(0);
  if (thread.registersOn !== 0) return processorAt(thread.registersOn - 1);
  const allowed = thread.affinity & onlineMask();
  const idle = idleProcessors() & allowed;
  const last = thread.cpu;
  if (((idle >> last) & 1) !== 0) return processorAt(last);
  if (idle !== 0) return processorAt(u32(ctz(idle)));
  const home = ((allowed >> last) & 1) !== 0 ? processorAt(last) : shortest(allowed);
  return thread.realtime > home.realtime ? home : leastUrgent(thread, allowed, home);
}

/** For a real-time thread that would have to wait at `home`: where what runs is less urgent. */
function leastUrgent(thread: Thread, allowed: u64, home: Processor): Processor {
  if (thread.realtime === 0) return home;
  let best = home;
  for (let i: u32 = 0; i < onlineCount(); i++) {
    if (((allowed >> i) & 1) !== 0 && processorAt(i).realtime < best.realtime) best = processorAt(i);
  }
  return best.realtime < thread.realtime ? best : home;
}

/** Where a new thread, or one that may not stay, goes. */
export function placeAnew(thread: Thread): Processor {
  if (onlineCount() === 1) return processorAt(0);
  const allowed = thread.affinity & onlineMask();
  const idle = idleProcessors() & allowed;
  return idle !== 0 ? processorAt(u32(ctz(idle))) : leastUrgent(thread, allowed, shortest(allowed));
}

/** A thread from the longest queue that may run on `processor`, which has none; null when there is none. Interrupts are off. */
export function steal(processor: Processor): Thread | null {
  let found: Thread | null = null;
  let visited: u64 = u64(1) << u64(processor.index);
  const online = onlineCount();
  for (let round: u32 = 1; round < online && found === null; round++) {
    let longest: Processor | null = null;
    for (let i: u32 = 0; i < online; i++) {
      if (((visited >> i) & 1) !== 0) continue;
      const other = processorAt(i);
      if (longest === null || other.runQueue.length > longest.runQueue.length) longest = other;
    }
    if (longest === null || longest.runQueue.isEmpty) return null;
    visited |= u64(1) << u64(longest.index);
    longest.lock.acquire();
    found = longest.runQueue.takeFor(processor.index, true);
    if (found !== null) processor.runQueue.adopt(found, longest.runQueue);
    longest.lock.release();
  }
  return found;
}

/**
 * At the end of a slice: one of its waiting threads that `processor` should give away, taken out of the queue, and to
 * which processor; null when none has clearly less to do. Interrupts are off.
 */
export function relieve(processor: Processor): [Thread | null, Processor] {
  const online = onlineCount();
  if (online === 1 || processor.runQueue.isEmpty) return [null, processor];
  const idle = idleProcessors();
  if (idle !== 0) return takeFor(processorAt(u32(ctz(idle))), processor, true);
  processor.lock.acquire();
  const first = processor.runQueue.next;
  const elsewhere = first === null ? processor : leastUrgent(first, first.affinity & onlineMask(), processor);
  processor.lock.release();
  if (elsewhere !== processor) return takeFor(elsewhere, processor, true);
  const best = shortest(onlineMask());
  if (best.runQueue.length + 2 > processor.runQueue.length) return [null, processor];
  // One that is urgent runs next where it is: elsewhere it would wait.
  return takeFor(best, processor, false);
}
/** Takes a thread for `other` out of the queue of `processor`. */
function takeFor(other: Processor, processor: Processor, evenUrgent: boolean): [Thread | null, Processor] {
  processor.lock.acquire();
  const thread = processor.runQueue.takeFor(other.index, evenUrgent);
  processor.lock.release();
  return [thread, other];
}
