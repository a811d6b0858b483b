/** /proc/cpuinfo and /proc/stat (proc(5)): a block, or a line, for each processor. */
import { onlineCount } from "../arch/x64/smp/cpus.ts";
import type { Writer } from "../lib/writer.ts";
import { processorAt } from "../sched/processor.ts";
import { account } from "../sched/scheduler.ts";
import { firstThread, type Thread } from "../sched/thread.ts";
import { monotonicNs, realtimeNs } from "../time/clock.ts";
import { ticksToNs, tscFrequency } from "../time/tsc.ts";

export function writeCpuinfo(w: Writer): void {
  const khz = tscFrequency() / 1000;
  const online = onlineCount();
  for (let i: u32 = 0; i < online; i++) {
    w.text(`processor\t: ${i}\n`);
    w.string("vendor_id\t: Osier\ncpu family\t: 6\nmodel\t\t: 0\nmodel name\t: virtual CPU\n");
    w.text(
      `cpu MHz\t\t: ${khz / 1000}.${khz % 1000}\ncache size\t: 0 KB\nphysical id\t: 0\nsiblings\t: ${online}\n`,
    );
    w.text(`core id\t\t: ${i}\ncpu cores\t: ${online}\napicid\t\t: ${processorAt(i).apicId}\nfpu\t\t: yes\n`);
    w.string("flags\t\t: fpu tsc msr cx8 apic cmov fxsr sse sse2 syscall nx lm\n\n");
  }
}

/** Hundredths of a second that processor `index` has idled. */
function idleHundredths(index: u32): u64 {
  const thread = processorAt(index).idleThread;
  if (thread === null) return 0;
  account(thread);
  return ticksToNs(thread.runTicks) / 10000000;
}

/** Time that was not idle counts as the program's: user time, as nothing tells the two apart. */
export function writeSystemStat(w: Writer): void {
  const uptime = monotonicNs() / 10000000;
  const online = onlineCount();
  let idle: u64 = 0;
  for (let i: u32 = 0; i < online; i++) idle += min(idleHundredths(i), uptime);
  w.text(`cpu  ${uptime * u64(online) - idle} 0 0 ${idle} 0 0 0 0 0 0\n`);
  for (let i: u32 = 0; i < online; i++) {
    const idleHere = min(idleHundredths(i), uptime);
    w.text(`cpu${i} ${uptime - idleHere} 0 0 ${idleHere} 0 0 0 0 0 0\n`);
  }
  let switches: u64 = 0;
  let running: u32 = 0;
  for (let t: Thread | null = firstThread(); t !== null; t = t.nextOfAll) {
    switches += t.voluntarySwitches + t.involuntarySwitches;
    if (t.program !== 0 && t.running.load()) running++;
  }
  const bootTime = (realtimeNs() - monotonicNs()) / 1000000000;
  w.text(
    `intr 0\nctxt ${switches}\nbtime ${bootTime}\nprocesses 1\nprocs_running ${running}\nprocs_blocked 0\n`,
  );
}
