/** How threads are scheduled: the sched_* family, nice values, I/O priorities. Which processors they use is processors.ts. */
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentProgram, type ProgramThread, programOf } from "../process/programthread.ts";
import { setScheduling, yieldNow } from "../sched/scheduler.ts";
import { findThread, firstThread, type Thread } from "../sched/thread.ts";
import { Sys } from "./numbers.ts";
import { handle, handleUnlocked } from "./table.ts";
import { writeTimespec } from "./timespec.ts";

/** Policies (Linux include/uapi/linux/sched.h). */
enum Policy {
  other = 0,
  fifo = 1,
  roundRobin = 2,
  batch = 3,
  idle = 5,
  deadline = 6,
  /** By a program of the user's (sched_ext): known by number only. */
  extensible = 7,
}
const RESET_ON_FORK: u32 = 0x40000000;
/** SCHED_FLAG_RESET_ON_FORK of struct sched_attr. */
const ATTRIBUTE_RESET: u64 = 1;
/** How long a thread runs while equals wait (sched/scheduler.ts). */
const SLICE_NS: u64 = 4000000;
/** sizeof(struct sched_attr), first version. */
const ATTRIBUTES_SIZE: u32 = 48;
/** The same with the utilisation clamps, and the longest that is looked at. */
const ATTRIBUTES_KNOWN: u32 = 56;
const ATTRIBUTES_MOST: u32 = 4096;
/** SCHED_FLAG_ALL. */
const ATTRIBUTE_FLAGS: u64 = 0x7f;
/** SCHED_FLAG_UTIL_CLAMP: there are no clamps here. */
const ATTRIBUTE_CLAMPS: u64 = 0x60;

/** The thread `tid` (0: the caller): [thread, 0], or EINVAL for a negative number, ESRCH. */
export function threadOf(tid: i32): [ProgramThread | null, i32] {
  if (tid === 0) return [currentProgram(), 0];
  if (tid < 0) return [null, -Errno.EINVAL];
  const thread = findThread(tid);
  const program = thread === null ? null : programOf(thread);
  return [program, program === null ? -Errno.ESRCH : 0];
}
function isFair(policy: u32): boolean {
  return policy === Policy.other || policy === Policy.batch || policy === Policy.idle;
}

function isRealtime(policy: u32): boolean {
  return policy === Policy.fifo || policy === Policy.roundRobin;
}

/** sched_getparam(2): the real-time priority, 0 for a thread of a fair policy. */
export function sysSchedGetparam(tid: i32, to: u64): isize {
  if (to === 0) return -Errno.EINVAL;
  const [program, error] = threadOf(tid);
  if (program === null) return isize(error);
  if (!userWritable(to, 4)) return -Errno.EFAULT;
  storeUnaligned<u32>(to, program.thread!.realtime);
  return 0;
}
export function sysSchedGetscheduler(tid: i32): isize {
  const [program, error] = threadOf(tid);
  return program === null ? isize(error) : isize(policyWord(program));
}
function policyWord(program: ProgramThread): u32 {
  return program.policy | (program.resetsOnFork ? RESET_ON_FORK : 0);
}
function refusesPolicy(policy: u32, priority: i32): i32 {
  const realtime = isRealtime(policy);
  if (!realtime && !isFair(policy)) return policy === Policy.deadline ? -Errno.EPERM : -Errno.EINVAL;
  return (realtime ? priority < 1 || priority > 99 : priority !== 0) ? -Errno.EINVAL : 0;
}
/** Deadlines are refused as to a user without the privilege: EPERM. */
function setPolicy(tid: i32, policy: u32, priority: i32): isize {
  const [program, error] = threadOf(tid);
  if (program === null) return isize(error);
  const wanted = policy & ~RESET_ON_FORK;
  const refused = refusesPolicy(wanted, priority);
  if (refused !== 0) return isize(refused);
  program.policy = wanted;
  program.resetsOnFork = (policy & RESET_ON_FORK) !== 0;
  apply(program, u32(priority));
  return 0;
}
export function sysSchedSetscheduler(tid: i32, policy: i32, param: u64): isize {
  if (policy < 0 || param === 0) return -Errno.EINVAL;
  if (!userReadable(param, 4)) return -Errno.EFAULT;
  return setPolicy(tid, u32(policy), loadUnaligned<i32>(param));
}
export function sysSchedSetparam(tid: i32, param: u64): isize {
  if (param === 0) return -Errno.EINVAL;
  if (!userReadable(param, 4)) return -Errno.EFAULT;
  const [program, error] = threadOf(tid);
  return program === null ? isize(error) : setPolicy(tid, policyWord(program), loadUnaligned<i32>(param));
}
export function sysSchedRrGetInterval(tid: i32, to: u64): isize {
  const [program, error] = threadOf(tid);
  return program === null
    ? isize(error)
    : isize(writeTimespec(to, program.policy === Policy.fifo ? 0 : SLICE_NS));
}
/** struct sched_attr: size, policy, flags (8 bytes), nice, priority, runtime, deadline, period. */
export function sysSchedGetattr(tid: i32, to: u64, size: u32, flags: u32): isize {
  if (to === 0 || size < ATTRIBUTES_SIZE || size > 4096 || flags !== 0) return -Errno.EINVAL;
  const [program, error] = threadOf(tid);
  if (program === null) return isize(error);
  if (!userWritable(to, u64(size))) return -Errno.EFAULT;
  fillBytes(to, 0, u64(size));
  storeUnaligned<u32>(to, min(size, ATTRIBUTES_KNOWN));
  storeUnaligned<u32>(to + 4, program.policy);
  storeUnaligned<u64>(to + 8, program.resetsOnFork ? ATTRIBUTE_RESET : 0);
  if (isRealtime(program.policy)) storeUnaligned<u32>(to + 20, program.thread!.realtime);
  else storeUnaligned<i32>(to + 16, program.nice);
  return 0;
}
export function sysSchedSetattr(tid: i32, from: u64, flags: u32): isize {
  if (from === 0 || tid < 0 || flags !== 0) return -Errno.EINVAL;
  if (!userWritable(from, u64(ATTRIBUTES_SIZE))) return -Errno.EFAULT;
  const size = loadUnaligned<u32>(from);
  if ((size !== 0 && size < ATTRIBUTES_SIZE) || size > ATTRIBUTES_MOST) {
    storeUnaligned<u32>(from, ATTRIBUTES_KNOWN);
    return -Errno.E2BIG;
  }
  // What a longer structure says beyond what is known must be nothing.
  for (let i = u64(ATTRIBUTES_KNOWN); i < u64(size); i++) {
    if (!userReadable(from + i, 1)) return -Errno.EFAULT;
    if (ptr<u8>(from)[i] === 0) continue;
    storeUnaligned<u32>(from, ATTRIBUTES_KNOWN);
    return -Errno.E2BIG;
  }
  const attributes = loadUnaligned<u64>(from + 8);
  const policy = loadUnaligned<u32>(from + 4);
  const clamps = (attributes & ATTRIBUTE_CLAMPS) !== 0;
  if ((clamps && size < ATTRIBUTES_KNOWN) || i32(policy) < 0) return -Errno.EINVAL;
  const [found, missing] = threadOf(tid);
  if (found === null) return isize(missing);
  if ((attributes & ~ATTRIBUTE_FLAGS) !== 0 || (policy & RESET_ON_FORK) !== 0) return -Errno.EINVAL;
  if (clamps) {
    const refused = refusesPolicy(policy, loadUnaligned<i32>(from + 20));
    return refused !== 0 ? isize(refused) : -Errno.EOPNOTSUPP;
  }
  const reset: u32 = (attributes & ATTRIBUTE_RESET) !== 0 ? RESET_ON_FORK : 0;
  const result = setPolicy(tid, policy | reset, loadUnaligned<i32>(from + 20));
  if (result !== 0) return result;
  // A nice value means nothing to these, and is kept.
  if (isRealtime(policy) || policy === Policy.idle) return 0;
  setNice(found, loadUnaligned<i32>(from + 16));
  return 0;
}
export function sysSchedPriorityMax(policy: u32): isize {
  if (policy === Policy.fifo || policy === Policy.roundRobin) return 99;
  return isFair(policy) || policy === Policy.deadline || policy === Policy.extensible ? 0 : -Errno.EINVAL;
}
export function sysSchedPriorityMin(policy: u32): isize {
  if (policy === Policy.fifo || policy === Policy.roundRobin) return 1;
  return isFair(policy) || policy === Policy.deadline || policy === Policy.extensible ? 0 : -Errno.EINVAL;
}

/** What a tick of a SCHED_IDLE thread counts, in 1/1024: its weight is 3 (Linux kernel/sched/sched.h, WEIGHT_IDLEPRIO). */
const IDLE_SCALE: u64 = (1024 * 1024) / 3;

/** What a tick counts at a nice value, in 1/1024: each step is a tenth less of the CPU, a factor of 1.25. */
function scaleOf(nice: i32): u64 {
  let scale: u64 = 1 << 30;
  for (let i: i32 = 0; i < nice; i++) scale = (scale * 5) / 4;
  for (let i: i32 = 0; i > nice; i--) scale = (scale * 4) / 5;
  return scale >> 20;
}
/** Has the scheduler do what the thread's policy, nice value and real-time priority say. */
function apply(program: ProgramThread, realtime: u32): void {
  const scale = program.policy === Policy.idle ? IDLE_SCALE : scaleOf(program.nice);
  setScheduling(program.thread!, realtime, program.policy === Policy.roundRobin, scale);
}
/** Sets a nice value, cut to -20..19. */
function setNice(program: ProgramThread, value: i32): void {
  program.nice = max(min(value, 19), -20);
  apply(program, program.thread!.realtime);
}
const PRIO_PROCESS: u32 = 0;
const PRIO_USER: u32 = 2;

/** getpriority(2): 20 minus the nice value, so that no answer looks like an error; of several threads the greatest. */
export function sysGetpriority(which: u32, who: i32): isize {
  if (which > PRIO_USER) return -Errno.EINVAL;
  if (which === PRIO_PROCESS) {
    const [program] = threadOf(who);
    return program === null ? -Errno.ESRCH : isize(20 - program.nice);
  }
  if (who < 0 || (which === PRIO_USER ? who !== 0 : who > 1)) return -Errno.ESRCH;
  let best: i32 = 0;
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    const program = programOf(t);
    if (program !== null) best = max(best, 20 - program.nice);
  }
  return isize(best);
}
export function sysSetpriority(which: u32, who: i32, nice: i32): isize {
  if (which > PRIO_USER) return -Errno.EINVAL;
  if (which === PRIO_PROCESS) {
    const [program] = threadOf(who);
    if (program === null) return -Errno.ESRCH;
    setNice(program, nice);
    return 0;
  }
  if (who < 0 || (which === PRIO_USER ? who !== 0 : who > 1)) return -Errno.ESRCH;
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    const program = programOf(t);
    if (program !== null) setNice(program, nice);
  }
  return 0;
}

const IOPRIO_WHO_PROCESS: u32 = 1;
const IOPRIO_WHO_USER: u32 = 3;
/** Class (3 bits) above 13 bits of data; classes: none, real-time, best effort, idle. */
export function sysIoprioSet(which: u32, who: i32, value: u32): isize {
  const kind = value >> 13;
  if (kind > 3 || (kind === 0 && (value & 0x1fff) !== 0) || ((kind === 1 || kind === 2) && (value & 7) > 7))
    return -Errno.EINVAL;
  if (which < IOPRIO_WHO_PROCESS || which > IOPRIO_WHO_USER) return -Errno.EINVAL;
  if (which === IOPRIO_WHO_PROCESS) {
    const [program] = threadOf(who);
    if (program === null) return -Errno.ESRCH;
    program.ioPriority = value;
    return 0;
  }
  let result: isize = -Errno.ESRCH;
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    const program = programOf(t);
    if (program === null || !isAmong(program, which, who)) continue;
    program.ioPriority = value;
    result = 0;
  }
  return result;
}
/** ioprio_get(2): what was set for a thread; of a group or a user the best of what is in force. */
export function sysIoprioGet(which: u32, who: i32): isize {
  if (which < IOPRIO_WHO_PROCESS || which > IOPRIO_WHO_USER) return -Errno.EINVAL;
  if (which === IOPRIO_WHO_PROCESS) {
    const [program] = threadOf(who);
    return program === null ? -Errno.ESRCH : isize(program.ioPriority);
  }
  let best: isize = -Errno.ESRCH;
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    const program = programOf(t);
    if (program === null || !isAmong(program, which, who)) continue;
    const priority = isize(effectiveIoPriority(program));
    best = best < 0 ? priority : min(best, priority);
  }
  return best;
}
/** Whether a thread is of a process group (0: the caller's) or a user (all are root's). */
function isAmong(program: ProgramThread, which: u32, who: i32): boolean {
  if (which === IOPRIO_WHO_USER) return who === 0;
  return program.process.group === (who === 0 ? currentProgram().process.group : who);
}
/** What stands for no class of one's own: one by the policy, and a level by the nice value (Linux include/linux/ioprio.h). */
function effectiveIoPriority(program: ProgramThread): u32 {
  if (program.ioPriority >> 13 !== 0) return program.ioPriority;
  const kind: u32 = program.policy === Policy.idle ? 3 : isRealtime(program.policy) ? 1 : 2;
  return (kind << 13) | u32((program.nice + 20) / 5);
}

export function sysSchedYield(): isize {
  yieldNow();
  return 0;
}

export function registerSchedulingCalls(): void {
  handleUnlocked(Sys.sched_yield, () => sysSchedYield());
  handle(Sys.sched_getparam, (tid, to) => sysSchedGetparam(i32(tid), to));
  handle(Sys.sched_setparam, (tid, param) => sysSchedSetparam(i32(tid), param));
  handle(Sys.sched_getscheduler, (tid) => sysSchedGetscheduler(i32(tid)));
  handle(Sys.sched_setscheduler, (tid, policy, param) => sysSchedSetscheduler(i32(tid), i32(policy), param));
  handle(Sys.sched_rr_get_interval, (tid, to) => sysSchedRrGetInterval(i32(tid), to));
  handle(Sys.sched_getattr, (tid, to, size, flags) => sysSchedGetattr(i32(tid), to, u32(size), u32(flags)));
  handle(Sys.sched_setattr, (tid, from, flags) => sysSchedSetattr(i32(tid), from, u32(flags)));
  handle(Sys.sched_get_priority_max, (policy) => sysSchedPriorityMax(u32(policy)));
  handle(Sys.sched_get_priority_min, (policy) => sysSchedPriorityMin(u32(policy)));
  handle(Sys.getpriority, (which, who) => sysGetpriority(u32(which), i32(who)));
  handle(Sys.setpriority, (which, who, nice) => sysSetpriority(u32(which), i32(who), i32(nice)));
  handle(Sys.ioprio_set, (which, who, value) => sysIoprioSet(u32(which), i32(who), u32(value)));
  handle(Sys.ioprio_get, (which, who) => sysIoprioGet(u32(which), i32(who)));
}
