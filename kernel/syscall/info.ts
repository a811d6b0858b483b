/** Who and where: uname(2), identities, limits, usage, random bytes. */
import { randomBytes } from "../dev/random/random.ts";
import { Errno } from "../lib/errno.ts";
import { freePageCount, totalPageCount } from "../mm/pages.ts";
import { userPrefix, userRange, userReadable, userWritable } from "../mm/user.ts";
import { applyCpuLimit } from "../process/cpulimits.ts";
import { currentProcess, type Process } from "../process/process.ts";
import { findProcess, processNamed } from "../process/processes.ts";
import { programThreadCount } from "../process/programthread.ts";
import { currentPersonality, setPersonality } from "../process/randomise.ts";
import { processRunNs, processSwitches, threadRunNs } from "../process/usage.ts";
import { currentThread } from "../sched/thread.ts";
import { monotonicNs } from "../time/clock.ts";
import { ticksToNs } from "../time/tsc.ts";
import { Sys } from "./numbers.ts";
import { handle, handleQuick } from "./table.ts";

const UTS_FIELD: u64 = 65;
/** The release whose system calls are served; glibc refuses kernels that look too old. */
export const KERNEL_RELEASE = "6.1.0-osier";

function putField(to: u64, index: u64, text: string): void {
  const at = to + index * UTS_FIELD;
  fillBytes(at, 0, UTS_FIELD);
  copyBytes(at, addressOf(text.ptr), min(text.length, UTS_FIELD - 1));
}
export function sysUname(to: u64): isize {
  if (!userWritable(to, 6 * UTS_FIELD)) return -Errno.EFAULT;
  putField(to, 0, "Linux");
  putField(to, 1, "osier");
  putField(to, 2, KERNEL_RELEASE);
  putField(to, 3, "#1 Osier");
  putField(to, 4, TARGET.arch === "x64" ? "x86_64" : "aarch64");
  putField(to, 5, "(none)");
  return 0;
}

/** getresuid(2), getresgid(2): root throughout. */
export function sysGetres(a: u64, b: u64, c: u64): isize {
  if (!userWritable(a, 4) || !userWritable(b, 4) || !userWritable(c, 4)) return -Errno.EFAULT;
  storeUnaligned<u32>(a, 0);
  storeUnaligned<u32>(b, 0);
  storeUnaligned<u32>(c, 0);
  return 0;
}
/** setuid(2) and the like: there is one user, root; to become another one is refused. */
export function sysSetId(id: u32): isize {
  return id === 0 || id === 0xffffffff ? 0 : -Errno.EPERM;
}

/** setresuid(2) and the like: each of the ids. */
export function sysSetIds(real: u32, effective: u32, saved: u32): isize {
  const error = sysSetId(real);
  if (error !== 0) return error;
  return sysSetId(effective) !== 0 ? -Errno.EPERM : sysSetId(saved);
}

/** GRND_RANDOM and GRND_INSECURE exclude each other. */
const RANDOM_AND_INSECURE: u32 = 6;
/** As the length of any transfer (MAX_RW_COUNT). */
const LONGEST_RANDOM: u64 = 0x7ffff000;
export function sysGetrandom(to: u64, count: u64, flags: u32): isize {
  if ((flags & ~u32(7)) !== 0 || (flags & RANDOM_AND_INSECURE) === RANDOM_AND_INSECURE) return -Errno.EINVAL;
  const length = min(count, LONGEST_RANDOM);
  if (!userRange(to, length)) return -Errno.EFAULT;
  const good = userPrefix(to, length, true);
  if (good === 0 && count > 0) return -Errno.EFAULT;
  randomBytes(to, good);
  return isize(good);
}

/** sysinfo(2): struct sysinfo of 112 bytes. */
export function sysSysinfo(to: u64): isize {
  if (!userWritable(to, 112)) return -Errno.EFAULT;
  fillBytes(to, 0, 112);
  const words = ptr<u64>(to);
  words[0] = monotonicNs() / 1000000000;
  words[4] = totalPageCount() * 4096;
  words[5] = freePageCount() * 4096;
  storeUnaligned<u16>(to + 80, u16(programThreadCount()));
  storeUnaligned<u32>(to + 104, 1);
  return 0;
}

const LIMIT_CPU: u32 = 0;
const LIMIT_FILES: u32 = 7;
/** Greatest RLIMIT_NOFILE (proc(5), /proc/sys/fs/nr_open). */
const MOST_FILES: u64 = 1048576;

export function sysPrlimit(pid: i32, resource: u32, set: u64, old: u64): isize {
  if (set !== 0 && !userReadable(set, 16)) return -Errno.EFAULT;
  const process: Process | null = pid === 0 ? currentProcess() : findProcess(pid);
  if (process === null || process.hasEnded) return -Errno.ESRCH;
  if (resource >= 16) return -Errno.EINVAL;
  const { limits } = process;
  const soft = limits.soft[resource];
  const hard = limits.hard[resource];
  if (set !== 0) {
    const newSoft = loadUnaligned<u64>(set);
    const newHard = loadUnaligned<u64>(set + 8);
    if (newSoft > newHard) return -Errno.EINVAL;
    if (resource === LIMIT_FILES) {
      if (newHard > MOST_FILES) return -Errno.EPERM;
      process.files.limit = newSoft;
    }
    limits.set(resource, newSoft, newHard);
    if (resource === LIMIT_CPU) applyCpuLimit(process);
    limits.applyTo(process.memory.limits);
  }
  if (old === 0) return 0;
  if (!userWritable(old, 16)) return -Errno.EFAULT;
  storeUnaligned<u64>(old, soft);
  storeUnaligned<u64>(old + 8, hard);
  return 0;
}

/** RUSAGE_CHILDREN, RUSAGE_SELF, RUSAGE_THREAD. */
enum Usage {
  children = -1,
  self = 0,
  thread = 1,
}

/** getrusage(2): times and, as far as they are known, sizes; struct rusage of 144 bytes. */
export function sysGetrusage(who: i32, to: u64): isize {
  if (who < Usage.children || who > Usage.thread) return -Errno.EINVAL;
  if (!userWritable(to, 144)) return -Errno.EFAULT;
  fillBytes(to, 0, 144);
  const process = currentProcess();
  const ns: u64 =
    who === Usage.children
      ? ticksToNs(process.childTicks)
      : who === Usage.thread
        ? threadRunNs(currentThread())
        : processRunNs(process);
  const words = ptr<u64>(to);
  words[0] = ns / 1000000000;
  words[1] = (ns % 1000000000) / 1000;
  if (who === -1) return 0;
  words[4] = (totalPageCount() - freePageCount()) * 4;
  const thread = currentThread();
  const own: [u64, u64] = [thread.voluntarySwitches, thread.involuntarySwitches];
  const [voluntary, involuntary] = who === Usage.thread ? own : processSwitches(currentProcess());
  words[16] = voluntary;
  words[17] = involuntary;
  return 0;
}

/** Versions of capget(2)'s structures (include/uapi/linux/capability.h): one set of 32 capabilities, or two. */
const CAPABILITIES_1: u32 = 0x1998_0330;
const CAPABILITIES_2: u32 = 0x2007_1026;
const CAPABILITIES_3: u32 = 0x2008_0522;
/** capget(2): every capability, as root has. An unknown version is answered with ours, and is no error for who asks for that alone. */
export function sysCapget(header: u64, data: u64): isize {
  if (!userReadable(header, 4)) return -Errno.EFAULT;
  const version = loadUnaligned<u32>(header);
  const isKnown = version === CAPABILITIES_1 || version === CAPABILITIES_2 || version === CAPABILITIES_3;
  if (!isKnown) {
    if (!userWritable(header, 4)) return -Errno.EFAULT;
    storeUnaligned<u32>(header, CAPABILITIES_3);
    return data === 0 ? 0 : -Errno.EINVAL;
  }
  if (data === 0) return 0;
  if (!userReadable(header + 4, 4)) return -Errno.EFAULT;
  const pid = loadUnaligned<i32>(header + 4);
  if (pid < 0) return -Errno.EINVAL;
  if (pid !== 0 && processNamed(pid) === null) return -Errno.ESRCH;
  const count: u64 = version === CAPABILITIES_1 ? 3 : 6;
  if (!userWritable(data, count * 4)) return -Errno.EFAULT;
  const words = ptr<u32>(data);
  for (let i: u64 = 0; i < count; i++) words[i] = i % 3 === 2 ? 0 : 0xffffffff;
  return 0;
}

const ONLY_ASK: u32 = 0xffffffff;
/** personality(2): the one before. Of its flags ADDR_NO_RANDOMIZE has a meaning here, to the next program. */
export function sysPersonality(value: u32): isize {
  const before = currentPersonality();
  if (value !== ONLY_ASK) setPersonality(value);
  return isize(before);
}

export function registerInfoCalls(): void {
  handle(Sys.uname, (to) => sysUname(to));
  handleQuick(Sys.getuid, () => 0);
  handleQuick(Sys.geteuid, () => 0);
  handleQuick(Sys.getgid, () => 0);
  handleQuick(Sys.getegid, () => 0);
  handle(Sys.getgroups, (size, _list) => (i32(size) < 0 ? -Errno.EINVAL : 0));
  handle(Sys.getresuid, (a, b, c) => sysGetres(a, b, c));
  handle(Sys.getresgid, (a, b, c) => sysGetres(a, b, c));
  handle(Sys.setuid, (id) => sysSetId(u32(id)));
  handle(Sys.setgid, (id) => sysSetId(u32(id)));
  handle(Sys.personality, (value) => sysPersonality(u32(value)));
  handle(Sys.setreuid, (a, b) => sysSetIds(u32(a), u32(b), 0));
  handle(Sys.setregid, (a, b) => sysSetIds(u32(a), u32(b), 0));
  handle(Sys.setresuid, (a, b, c) => sysSetIds(u32(a), u32(b), u32(c)));
  handle(Sys.setresgid, (a, b, c) => sysSetIds(u32(a), u32(b), u32(c)));
  handle(Sys.getrandom, (to, count, flags) => sysGetrandom(to, count, u32(flags)));
  handle(Sys.sysinfo, (to) => sysSysinfo(to));
  handle(Sys.prlimit64, (pid, resource, set, old) => sysPrlimit(i32(pid), u32(resource), set, old));
  handle(Sys.getrlimit, (resource, to) => {
    const result = sysPrlimit(0, u32(resource), 0, to);
    return result === 0 && to === 0 ? -Errno.EFAULT : result;
  });
  handle(Sys.setrlimit, (resource, from) =>
    from === 0 ? -Errno.EFAULT : sysPrlimit(0, u32(resource), from, 0),
  );
  handle(Sys.getrusage, (who, to) => sysGetrusage(i32(who), to));
  handle(Sys.capget, (header, data) => sysCapget(header, data));
}
