/** The kernel: the boot sequence, one line a step. */
import "./arch/x64/boot.ts";
import "./lib/memory.ts";
import "./lib/runtime.ts";
import { initFeatures } from "./arch/x64/features.ts";
import { initBootCpu } from "./arch/x64/smp/cpus.ts";
import { enterKernel } from "./arch/x64/smp/kernellock.ts";
import { initSyscallEntry } from "./arch/x64/syscallentry.ts";
import { initTraps } from "./arch/x64/traps.ts";
import { initLogChannel } from "./dev/debugcon/debugcon.ts";
import { report, setVerbose } from "./lib/log.ts";
import { initInterruptControllers } from "./machine.ts";
import { initMemory } from "./mm/init.ts";
import { bootStep } from "./process/bootchart.ts";
import { bootOptions, parseCommandLine, readArgumentsFile } from "./process/bootoptions.ts";
import { initReports } from "./process/report.ts";
import "./process/trap.ts";
import { startProgram } from "./program.ts";
import { mountRoot } from "./rootfs.ts";
import { initDiscipline } from "./sched/discipline.ts";
import { initIdle } from "./sched/idle.ts";
import { initScheduler } from "./sched/scheduler.ts";
import { registerCalls } from "./syscall/families.ts";
import { initKvmClock } from "./time/kvmclock.ts";
import { startCalibration } from "./time/tsc.ts";

/**
 * Of the profile, which stands above this file: bound by the linker (profiles/all.ts unless the build names another).
 * @extern osier_probe_devices
 */
declare function probeDevices(): void;

/**
 * Interrupts are off, the boot page tables map the low 4 GiB, and this is the boot stack.
 * @symbol kernel_main
 * @stack kernel
 * @noreturn
 */
export function kernelMain(): never {
  initBootCpu();
  enterKernel(); // this flow has the kernel to itself until the program begins
  initLogChannel(); // from here on, a panic can be read
  report("\x01started");
  bootStep("traps");
  initFeatures(); // control bits that everything below relies on
  initTraps(); // faults and interrupts have their own stacks
  initReports(); // a panic prints registers, a backtrace and the memory map
  startCalibration(); // the longer the interval, the better the clock
  bootStep("memory");
  initMemory(); // pages, the heap, the kernel's final page tables
  initKvmClock(); // what the hypervisor says need not be measured
  parseCommandLine();
  setVerbose(bootOptions.verbose);
  bootStep("scheduler");
  initScheduler(); // this flow becomes the first thread
  initIdle();
  initDiscipline(); // the clock is measured better while it runs
  initSyscallEntry();
  bootStep("devices");
  initInterruptControllers();
  probeDevices(); // whatever drivers the profile linked in
  bootStep("filesystems");
  readArgumentsFile();
  mountRoot(bootOptions);
  bootStep("program");
  registerCalls(); // the system-call table
  startProgram(bootOptions);
}
