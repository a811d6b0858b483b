/** Which processors threads run on, and barriers between them: affinity, getcpu(2), membarrier(2). */
import { onlineMask, thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { forgetElsewhere } from "../arch/x64/smp/shootdown.ts";
import { Errno } from "../lib/errno.ts";
import { currentMemory } from "../mm/programmemory.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { setAffinity } from "../sched/scheduler.ts";
import { Sys } from "./numbers.ts";
import { threadOf } from "./scheduling.ts";
import { handle } from "./table.ts";

/** sched_getaffinity(2): the result is the bytes written. */
export function sysSchedGetaffinity(tid: i32, size: u64, mask: u64): isize {
  // The number of bits is one of 32 bits.
  if (u32(size * 8) === 0 || (size & 7) !== 0) return -Errno.EINVAL;
  const [program, error] = threadOf(tid);
  if (program === null) return error === -Errno.EINVAL ? -Errno.ESRCH : isize(error);
  if (!userWritable(mask, 8)) return -Errno.EFAULT;
  storeUnaligned<u64>(mask, program.thread!.affinity & onlineMask());
  return 8;
}
/** sched_setaffinity(2): bits of processors that are not there are dropped; EINVAL when none is left. */
export function sysSchedSetaffinity(tid: i32, size: u64, mask: u64): isize {
  const bytes = min(size, 8);
  if (!userReadable(mask, bytes)) return -Errno.EFAULT;
  const [program, error] = threadOf(tid);
  if (program === null) return error === -Errno.EINVAL ? -Errno.ESRCH : isize(error);
  let wanted: u64 = 0;
  for (let i: u64 = 0; i < bytes; i++) wanted |= u64(ptr<u8>(mask)[i]) << (i * 8);
  wanted &= onlineMask();
  if (wanted === 0) return -Errno.EINVAL;
  setAffinity(program.thread!, wanted);
  return 0;
}

enum Membarrier {
  query = 0,
  global = 1,
  globalExpedited = 2,
  registerGlobalExpedited = 4,
  privateExpedited = 8,
  registerPrivateExpedited = 16,
  syncCore = 32,
  registerSyncCore = 64,
  /** Restartable sequences: no thread has one, so that being interrupted is all there is to do. */
  restartable = 128,
  registerRestartable = 256,
  registrations = 512,
}
const ALL_BARRIERS: u32 = 1023;
/** MEMBARRIER_CMD_FLAG_CPU: only the processor of the third argument. */
const ONE_CPU: u32 = 1;

/**
 * membarrier(2). Every thread that runs the program on another processor is interrupted and waited for, as for a change
 * of translations; a thread in the kernel passes a barrier when it takes or gives back the kernel lock. Registrations are
 * of the program's memory, as in Linux: vfork(2) shares them, execve(2) begins without.
 */
export function sysMembarrier(command: u32, flags: u32): isize {
  if (flags !== 0 && (command !== Membarrier.restartable || flags !== ONE_CPU)) return -Errno.EINVAL;
  switch (command) {
    case Membarrier.registrations:
      return isize(currentMemory().barriers);
    case Membarrier.query:
      return isize(ALL_BARRIERS);
    case Membarrier.registerGlobalExpedited:
    case Membarrier.registerPrivateExpedited:
    case Membarrier.registerSyncCore:
    case Membarrier.registerRestartable:
      currentMemory().barriers |= command;
      return 0;
    case Membarrier.global:
    case Membarrier.globalExpedited:
      forgetElsewhere();
      return 0;
    case Membarrier.privateExpedited:
    case Membarrier.syncCore:
    case Membarrier.restartable:
      if ((currentMemory().barriers & (command << 1)) === 0) return -Errno.EPERM;
      forgetElsewhere();
      return 0;
    default:
      return -Errno.EINVAL;
  }
}
/** getcpu(2): all processors are of node 0. */
export function sysGetcpu(cpu: u64, node: u64): isize {
  if ((cpu !== 0 && !userWritable(cpu, 4)) || (node !== 0 && !userWritable(node, 4))) return -Errno.EFAULT;
  if (cpu !== 0) storeUnaligned<u32>(cpu, thisCpuIndex());
  if (node !== 0) storeUnaligned<u32>(node, 0);
  return 0;
}

export function registerProcessorCalls(): void {
  handle(Sys.sched_getaffinity, (tid, size, mask) => sysSchedGetaffinity(i32(tid), u64(u32(size)), mask));
  handle(Sys.sched_setaffinity, (tid, size, mask) => sysSchedSetaffinity(i32(tid), u64(u32(size)), mask));
  handle(Sys.membarrier, (command, flags) => sysMembarrier(u32(command), u32(flags)));
  handle(Sys.getcpu, (cpu, node) => sysGetcpu(cpu, node));
}
