/** prctl(2): what a single program, run as root, may set of itself. Settings without a meaning here are kept to be read back. */
import { Errno } from "../lib/errno.ts";
import { allowLargePages, largePagesAllowed } from "../mm/largepages.ts";
import { userString, userWritable } from "../mm/user.ts";
import { currentProcess } from "../process/process.ts";
import { currentProgram } from "../process/programthread.ts";
import { SIGNAL_COUNT } from "../process/signalnumbers.ts";
import { currentThread } from "../sched/thread.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";

/** Linux include/uapi/linux/prctl.h. */
enum Prctl {
  setParentDeathSignal = 1,
  getParentDeathSignal = 2,
  getDumpable = 3,
  setDumpable = 4,
  getKeepCapabilities = 7,
  setKeepCapabilities = 8,
  getTiming = 13,
  setTiming = 14,
  setName = 15,
  getName = 16,
  getSeccomp = 21,
  readBoundingSet = 23,
  dropFromBoundingSet = 24,
  getTsc = 25,
  getSecureBits = 27,
  setSecureBits = 28,
  setTimerSlack = 29,
  getTimerSlack = 30,
  disablePerformanceEvents = 31,
  enablePerformanceEvents = 32,
  getMachineCheckKill = 34,
  setSubreaper = 36,
  getSubreaper = 37,
  setNoNewPrivileges = 38,
  getNoNewPrivileges = 39,
  getTidAddress = 40,
  setHugePagesDisabled = 41,
  getHugePagesDisabled = 42,
}
const NAME_SIZE: u64 = 16;
const LAST_CAPABILITY: u64 = 40;
const DEFAULT_SLACK_NS: u64 = 50000;
/** PR_MCE_KILL_DEFAULT and PR_TSC_ENABLE. */
const MACHINE_CHECK_DEFAULT: isize = 2;
const TSC_ENABLED: u32 = 1;

function giveWord(to: u64, value: u32): isize {
  if (!userWritable(to, 4)) return -Errno.EFAULT;
  storeUnaligned<u32>(to, value);
  return 0;
}
function setThreadName(at: u64): isize {
  const [name, error] = userString(at, NAME_SIZE);
  if (error === -Errno.EFAULT) return -Errno.EFAULT;
  currentProgram().setName(name);
  return 0;
}
function giveThreadName(to: u64): isize {
  if (!userWritable(to, NAME_SIZE)) return -Errno.EFAULT;
  const name = currentThread().name;
  fillBytes(to, 0, NAME_SIZE);
  copyBytes(to, addressOf(name.ptr), min(name.length, NAME_SIZE - 1));
  return 0;
}
function setSlack(ns: u64): isize {
  currentProgram().timerSlackNs = ns === 0 ? DEFAULT_SLACK_NS : ns;
  return 0;
}
export function sysPrctl(operation: u32, a: u64, b: u64, c: u64, d: u64): isize {
  const { settings } = currentProcess();
  switch (operation) {
    case Prctl.setParentDeathSignal:
      if (a > u64(SIGNAL_COUNT)) return -Errno.EINVAL;
      settings.parentDeathSignal = u32(a);
      return 0;
    case Prctl.getParentDeathSignal:
      return giveWord(a, settings.parentDeathSignal);
    case Prctl.getDumpable:
      return isize(settings.dumpable);
    case Prctl.setDumpable:
      if (a > 1) return -Errno.EINVAL;
      settings.dumpable = a;
      return 0;
    case Prctl.getKeepCapabilities:
      return isize(settings.keepCapabilities);
    case Prctl.setKeepCapabilities:
      if (a > 1) return -Errno.EINVAL;
      settings.keepCapabilities = a;
      return 0;
    case Prctl.getTiming:
    case Prctl.getSeccomp:
    case Prctl.disablePerformanceEvents:
    case Prctl.enablePerformanceEvents:
      return 0;
    case Prctl.setTiming:
      return a === 0 ? 0 : -Errno.EINVAL;
    case Prctl.setName:
      return setThreadName(a);
    case Prctl.getName:
      return giveThreadName(a);
    case Prctl.readBoundingSet:
      return a <= LAST_CAPABILITY ? 1 : -Errno.EINVAL;
    case Prctl.dropFromBoundingSet:
      return a <= LAST_CAPABILITY ? 0 : -Errno.EINVAL;
    case Prctl.getTsc:
      return giveWord(a, TSC_ENABLED);
    case Prctl.getSecureBits:
      return isize(settings.secureBits);
    case Prctl.setSecureBits:
      if (a > 0xff) return -Errno.EPERM;
      settings.secureBits = a;
      return 0;
    case Prctl.setTimerSlack:
      return setSlack(a);
    case Prctl.getTimerSlack:
      return isize(currentProgram().timerSlackNs);
    case Prctl.getMachineCheckKill:
      return (a | b | c | d) !== 0 ? -Errno.EINVAL : MACHINE_CHECK_DEFAULT;
    case Prctl.setSubreaper:
      settings.subreaper = a !== 0 ? 1 : 0;
      return 0;
    case Prctl.getSubreaper:
      return giveWord(a, settings.subreaper);
    case Prctl.setNoNewPrivileges:
      if (a !== 1 || (b | c | d) !== 0) return -Errno.EINVAL;
      settings.noNewPrivileges = true;
      return 0;
    case Prctl.getNoNewPrivileges:
      if ((a | b | c | d) !== 0) return -Errno.EINVAL;
      return settings.noNewPrivileges ? 1 : 0;
    case Prctl.getTidAddress:
      if (!userWritable(a, 8)) return -Errno.EFAULT;
      storeUnaligned<u64>(a, currentProgram().clearTid);
      return 0;
    case Prctl.setHugePagesDisabled:
      if ((b | c | d) !== 0) return -Errno.EINVAL;
      allowLargePages(a === 0);
      return 0;
    case Prctl.getHugePagesDisabled:
      return (a | b | c | d) !== 0 ? -Errno.EINVAL : largePagesAllowed() ? 0 : 1;
    default:
      return -Errno.EINVAL;
  }
}

export function registerPrctlCalls(): void {
  handle(Sys.prctl, (operation, a, b, c, d) => sysPrctl(u32(operation), a, b, c, d));
}
