/**
 * Bringing up the other processors: each gets its per-CPU block, tables and an idle thread, on whose stack it starts.
 *
 * They start early and come up beside the rest of the boot; `openProcessors` waits for them, just before the program
 * begins, and lets them take threads. One that has not come up by then never will.
 */
import { sendInterrupt } from "../arch/x64/apic.ts";
import { bootInfo, MemoryKind } from "../arch/x64/bootinfo.ts";
import { enableInterruptsAndHalt, haltForever, turnOffInterrupts } from "../arch/x64/cpu.ts";
import { prepareDescriptors } from "../arch/x64/descriptors.ts";
import { addCpu, cpuAt, cpuCount, setOnlineCount, thisCpu } from "../arch/x64/smp/cpus.ts";
import { enterKernel } from "../arch/x64/smp/kernellock.ts";
import { repeatStart, SCRATCH_END, SCRATCH_START, startCpus } from "../arch/x64/smp/start.ts";
import { log } from "../lib/log.ts";
import { heapAlloc } from "../mm/heap.ts";
import { monotonicNs } from "../time/clock.ts";
import { joinKvmClock } from "../time/kvmclock.ts";
import { idle, newIdleThread } from "./idle.ts";
import { addProcessor, adoptThisProcessor } from "./processor.ts";
import { prepareProcessor, RESCHEDULE_VECTOR } from "./scheduler.ts";
import { setCurrentThread } from "./thread.ts";

const BLOCK_ALIGN: u64 = 64;
/** How long to wait for the others, and when to send the second start-up interrupt. */
const LIMIT_NS: u64 = 2_000_000_000;
const REPEAT_NS: u64 = 20_000_000;

/** 0: wait; 1: take threads. */
let open: Atomic<u32> = atomic<u32>(0);
let usable: u32 = 1;

function scratchIsFree(): boolean {
  for (let i: u32 = 0; i < bootInfo.regionCount; i++) {
    const region = bootInfo.regions[i];
    if (region.kind === MemoryKind.ram && region.start <= SCRATCH_START && region.end >= SCRATCH_END)
      return true;
  }
  return false;
}

/** Everything that one more processor needs; false when memory is short. */
function prepare(apicId: u32): boolean {
  const start = linkerSymbol("__percpu_start");
  const size = linkerSymbol("__percpu_end") - start;
  const block = heapAlloc(size, BLOCK_ALIGN);
  if (block === 0) return false;
  fillBytes(block, 0, size);
  const processor = addProcessor(cpuCount());
  const thread = newIdleThread(processor);
  const cpu = thread === null ? null : addCpu(apicId);
  if (thread === null || cpu === null) return false;
  prepareProcessor(processor);
  prepareDescriptors(cpu.index);
  cpu.percpuDelta = block - start;
  cpu.startStack = thread.stackTop - 8; // as if called
  return true;
}

/** Starts the processors with these APIC numbers; returns at once. */
export function startProcessors(apicIds: Slice<u32>): void {
  if (apicIds.length === 0) return;
  if (!scratchIsFree()) {
    log("sched: no memory below 1 MiB to start other processors with");
    return;
  }
  for (const id of apicIds) {
    if (prepare(id)) continue;
    log(`sched: no memory for more than ${cpuCount()} processors`);
    break;
  }
  startCpus();
}

/**
 * Where another processor arrives, on its idle thread's stack.
 * @symbol osier_cpu_started
 * @stack kernel
 * @noreturn
 */
function onStarted(): never {
  const processor = adoptThisProcessor();
  const thread = processor.idleThread!;
  thread.running.store(true);
  setCurrentThread(thread);
  const cpu = thisCpu();
  joinKvmClock();
  cpu.online.store(1);
  while (open.load() === 0) {
    enableInterruptsAndHalt();
    turnOffInterrupts();
  }
  if (cpu.index >= usable) haltForever();
  enterKernel();
  idle(0);
  haltForever();
}

/** How many have come up, in order. */
function countOnline(): u32 {
  let n: u32 = 1;
  while (n < cpuCount() && cpuAt(n).online.load() !== 0) n++;
  return n;
}

/** Waits for the processors that were started and lets them run threads. */
export function openProcessors(): void {
  const wanted = cpuCount();
  if (wanted === 1) return;
  const start = monotonicNs();
  let repeated = false;
  while (countOnline() < wanted) {
    const waited = monotonicNs() - start;
    if (waited > LIMIT_NS) {
      log(`sched: only ${countOnline()} of ${wanted} processors came up`);
      break;
    }
    if (waited > REPEAT_NS && !repeated) {
      repeated = true;
      repeatStart();
    }
    spinHint();
  }
  usable = countOnline();
  setOnlineCount(usable);
  open.store(1);
  for (let i: u32 = 1; i < usable; i++) sendInterrupt(cpuAt(i).apicId, RESCHEDULE_VECTOR);
  log(`sched: ${usable} processors`);
}
