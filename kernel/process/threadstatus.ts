/** stat and status of a thread under /proc (proc_pid_stat(5), proc_pid_status(5)); those of the process are its first thread's. */
import { onlineCount, onlineMask } from "../arch/x64/smp/cpus.ts";
import { writeBitList, writeBitMask } from "../lib/bitlist.ts";
import { writeHex } from "../lib/format.ts";
import type { Writer } from "../lib/writer.ts";
import { type Thread, ThreadState } from "../sched/thread.ts";
import type { Process } from "./process.ts";
import {
  dataPages,
  lockedPages,
  mappedPages,
  residentFilePages,
  residentPages,
  textPages,
} from "./procmemory.ts";
import { programOf } from "./programthread.ts";
import { SIG_DFL, SIG_IGN, SIGNAL_COUNT, signalBit } from "./signalnumbers.ts";
import type { SignalState } from "./signalstate.ts";
import { processRunNs, threadRunNs } from "./usage.ts";

/** USER_HZ is 100. */
const NS_PER_TICK: u64 = 10000000;

/** R, S or D: running or about to, asleep until a signal at the latest, asleep whatever comes (reading a page, vfork). */
function stateOf(thread: Thread): string {
  const state = thread.state.load();
  if (state !== ThreadState.waiting && state !== ThreadState.parked) return "R (running)";
  return programOf(thread)!.sleepingIn === null ? "D (disk sleep)" : "S (sleeping)";
}
/** As stat(1) shows modes: four digits. */
function writeOctal(w: Writer, mode: u32): void {
  for (let shift: u32 = 12; shift >= 3; shift -= 3) w.text(`${(mode >> (shift - 3)) & 7}`);
}
function parentOf(process: Process): i32 {
  const { parent } = process;
  return parent === null ? 0 : parent.pid;
}
/** `whole`: with the times of all threads of the process. */
export function writeThreadStat(w: Writer, thread: Thread, whole: boolean): void {
  const process = programOf(thread)!.process;
  const ns: u64 = whole ? processRunNs(process) : threadRunNs(thread);
  const { nice, policy } = programOf(thread)!;
  const priority: i32 = thread.realtime === 0 ? 20 + nice : -1 - i32(thread.realtime);
  w.text(`${thread.id} (${thread.name}) `);
  w.string(stateOf(thread).substring(0, 1));
  w.text(
    ` ${parentOf(process)} ${process.group} ${process.session} 0 -1 4194304 0 0 0 0 ${ns / NS_PER_TICK} 0 0 0 ${priority} ${nice} ${process.threadCount} 0 0 `,
  );
  w.text(`${mappedPages() * 4096} ${residentPages()} 18446744073709551615 `);
  w.text(`0 0 0 0 0 0 0 0 0 0 0 0 17 ${thread.cpu} ${thread.realtime} ${policy} 0 0 0 0 0 0 0 0 0 0 0\n`);
}
function mask(w: Writer, name: string, value: u64): void {
  w.string(name);
  writeHex(w, value, 16);
  w.string("\n");
}
/** The signals whose disposition is to be ignored, or that have a handler. */
function dispositions(signals: SignalState, ignored: boolean): u64 {
  let set: u64 = 0;
  for (let signal: u32 = 1; signal <= SIGNAL_COUNT; signal++) {
    const handler = signals.actions[signal].handler;
    if (ignored ? handler === SIG_IGN : handler !== SIG_IGN && handler !== SIG_DFL) set |= signalBit(signal);
  }
  return set;
}
export function writeThreadStatus(w: Writer, thread: Thread): void {
  const program = programOf(thread)!;
  const process = program.process;
  w.text(`Name:\t${thread.name}\nUmask:\t`);
  writeOctal(w, process.umask);
  w.text(`\nState:\t${stateOf(thread)}\n`);
  w.text(`Tgid:\t${process.pid}\nNgid:\t0\nPid:\t${thread.id}\nPPid:\t${parentOf(process)}\n`);
  w.string("TracerPid:\t0\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n");
  w.text(`FDSize:\t${process.files.slotCount}\nGroups:\t0 \n`);
  w.text(`VmSize:\t${pad(mappedPages() * 4, 8)} kB\nVmLck:\t${pad(lockedPages() * 4, 8)} kB\n`);
  const files = residentFilePages();
  w.text(
    `VmRSS:\t${pad(residentPages() * 4, 8)} kB\nRssAnon:\t${pad((residentPages() - files) * 4, 8)} kB\n`,
  );
  w.text(`RssFile:\t${pad(files * 4, 8)} kB\nVmData:\t${pad(dataPages() * 4, 8)} kB\n`);
  w.text(
    `VmExe:\t${pad(textPages() * 4, 8)} kB\nVmSwap:\t${pad(0, 8)} kB\nThreads:\t${process.threadCount}\n`,
  );
  mask(w, "SigPnd:\t", program.pending);
  mask(w, "ShdPnd:\t", process.signals.pending);
  mask(w, "SigBlk:\t", program.signalMask);
  mask(w, "SigIgn:\t", dispositions(process.signals, true));
  mask(w, "SigCgt:\t", dispositions(process.signals, false));
  const allowed = thread.affinity & onlineMask();
  w.string("Cpus_allowed:\t");
  writeBitMask(w, allowed, onlineCount());
  w.string("\nCpus_allowed_list:\t");
  writeBitList(w, allowed);
  w.text(`\nvoluntary_ctxt_switches:\t${thread.voluntarySwitches}\n`);
  w.text(`nonvoluntary_ctxt_switches:\t${thread.involuntarySwitches}\n`);
}
