/**
 * The system-call table. Each family registers its calls by number at boot; a family that is left out of the build
 * leaves its numbers empty. A call that nobody serves is named in the log once and fails with ENOSYS.
 */
import { Errno } from "../lib/errno.ts";
import { log, logOnce } from "../lib/log.ts";
import { hasRoomForObjects } from "../mm/pages.ts";
import { syscallName } from "./names.ts";

export type Handler = FnPtr<(a0: u64, a1: u64, a2: u64, a3: u64, a4: u64, a5: u64) => isize>;

/** Whether a call with this first argument is one to be made without the kernel lock. Interrupts are off. */
export type Condition = FnPtr<(a0: u64) => boolean>;

/** What such an object takes at most (a pipe is 16 pages), and some for the program. */
const SPARE_PAGES: u64 = 64;
const TABLE_SIZE: u64 = 464;
let handlers!: FixedArray<Handler | null, 464>;
let quickHandlers!: FixedArray<Handler | null, 464>;
let needsRoom!: FixedArray<boolean, 464>;
let unlockedHandlers!: FixedArray<Handler | null, 464>;
let conditions!: FixedArray<Condition | null, 464>;
let tracing = false;

/** Serves call `number` with `handler`. */
export function handle(number: u32, handler: Handler): void {
  handlers[number] = handler;
}
/**
 * Serves call `number` with a handler that only reads what is the caller's own or never changes: it runs with interrupts off
 * and without the kernel lock, and neither sleeps nor touches the program's memory.
 */
export function handleQuick(number: u32, handler: Handler): void {
  handlers[number] = handler;
  quickHandlers[number] = handler;
}
/**
 * Serves call `number` with a handler that is called without the kernel lock, interrupts on. What it uses has locks of
 * its own; where it needs the kernel lock after all, it takes it (`holdKernel`). It may sleep and fault. While calls are
 * logged it is called with the lock.
 */
export function handleUnlocked(number: u32, handler: Handler): void {
  handlers[number] = handler;
  unlockedHandlers[number] = handler;
}
/** As above for calls where `condition` holds; others have `locked` for a handler. */
export function handleUnlockedIf(
  number: u32,
  condition: Condition,
  unlocked: Handler,
  locked: Handler,
): void {
  handlers[number] = locked;
  unlockedHandlers[number] = unlocked;
  conditions[number] = condition;
}
/** The handler of such a call; null for all others, and while calls are logged. Interrupts are off. */
export function unlockedHandler(register: u64, a0: u64): Handler | null {
  const number = register & 0xffffffff;
  if (number >= TABLE_SIZE || tracing) return null;
  const handler = unlockedHandlers[number];
  if (handler === null) return null;
  const condition = conditions[number];
  return condition === null || condition(a0) ? handler : null;
}
/** As above for quick handlers. */
export function quickHandler(register: u64): Handler | null {
  const number = register & 0xffffffff;
  return number < TABLE_SIZE && !tracing ? quickHandlers[number] : null;
}
/**
 * What quick handlers are held to.
 * @nosleep
 * @nofault
 */
export function runQuick(handler: Handler, a0: u64, a1: u64, a2: u64, a3: u64, a4: u64, a5: u64): isize {
  return handler(a0, a1, a2, a3, a4, a5);
}
/** Call `number` is refused while memory is short. */
export function requireRoom(number: u32): void {
  needsRoom[number] = true;
}
/** Logs every call with its arguments and result. */
export function traceCalls(on: boolean): void {
  tracing = on;
}

/** As in Linux, the number is the register's low half. */
export function dispatch(register: u64, a0: u64, a1: u64, a2: u64, a3: u64, a4: u64, a5: u64): isize {
  const number = register & 0xffffffff;
  const handler: Handler | null = number < TABLE_SIZE ? handlers[number] : null;
  if (handler === null) return unimplemented(number);
  if (needsRoom[number] && !hasRoomForObjects(SPARE_PAGES)) return -Errno.ENOMEM;
  if (!tracing) return handler(a0, a1, a2, a3, a4, a5);
  log(`${syscallName(number)}(${hex(a0)}, ${hex(a1)}, ${hex(a2)}, ${hex(a3)}, ${hex(a4)}, ${hex(a5)})`);
  const result = handler(a0, a1, a2, a3, a4, a5);
  log(`  = ${result}`);
  return result;
}

/** @cold */
function unimplemented(number: u64): isize {
  logOnce(u32(number & 511), `syscall: ${syscallName(number)} (${number}) is not implemented`);
  return -Errno.ENOSYS;
}
