/** From a booted kernel to the running program. */
import { enterProgram } from "./arch/x64/context.ts";
import { loadProgram } from "./elf/loader.ts";
import { openStandardStream } from "./fs/devfs/devfs.ts";
import { fillProcFs } from "./fs/procfs/procfs.ts";
import { log } from "./lib/log.ts";
import { lastIndexOf } from "./lib/strings.ts";
import { setMemorySource } from "./mm/programmemory.ts";
import { bootStep, writeBootChart } from "./process/bootchart.ts";
import type { BootOptions } from "./process/bootoptions.ts";
import { setBeforePowerOff } from "./process/exit.ts";
import { endWithError } from "./process/failure.ts";
import { currentProcess, firstProcess } from "./process/process.ts";
import { publishProcess } from "./process/procfiles.ts";
import { drawLayout } from "./process/randomise.ts";
import { interruptibleWait, raisePipeSignal, raiseSizeSignal } from "./process/signals.ts";
import { becomeProgramThread } from "./process/threads.ts";
import { mapVdso } from "./process/vdso.ts";
import { openProcessors } from "./sched/bringup.ts";
import { loadRegisters } from "./sched/scheduler.ts";
import { currentThread } from "./sched/thread.ts";
import { traceCalls } from "./syscall/table.ts";
import { openInode, setWorkingDirectorySource } from "./vfs/path.ts";
import { setBrokenPipeHook } from "./vfs/pipe.ts";
import { setSizeLimitHooks } from "./vfs/sizelimit.ts";
import { setInterruptibleWait } from "./vfs/wait.ts";

const EINTR: isize = -4;
const ETIMEDOUT: isize = -110;

/** Statuses of a shell: 126 cannot be executed, 127 not found. */
const ENOENT: i32 = -2;

function openStreams(options: BootOptions): void {
  for (let stream: u32 = 0; stream < 3; stream++) {
    const terminal = (options.terminals & (u32(1) << stream)) !== 0;
    firstProcess.files.add(openStandardStream(stream, terminal, options.columns, options.rows), false, 0);
  }
}
function enterDirectory(path: string): void {
  const [inode] = openInode(path);
  if (inode === null || !inode.isDirectory) endWithError(`the working directory ${path} is not in the image`);
  firstProcess.directory.set(inode);
  inode.release();
}

/**
 * Loads the program that the options name and becomes it.
 * @noreturn
 */
export function startProgram(options: BootOptions): never {
  if (options.path.length === 0) endWithError("the command line names no program (exec=PATH)");
  setBeforePowerOff(writeBootChart);
  setBrokenPipeHook(raisePipeSignal);
  setSizeLimitHooks(() => currentProcess().limits.fileSize, raiseSizeSignal);
  setInterruptibleWait((queue, deadlineNs, lock) => {
    const outcome = interruptibleWait(queue, deadlineNs, lock);
    return outcome > 0 ? 0 : outcome < 0 ? EINTR : ETIMEDOUT;
  });
  const process = firstProcess;
  process.limits.init();
  process.limits.applyTo(process.memory.limits);
  const slash = lastIndexOf(options.path, 0x2f);
  const name =
    slash < options.path.length ? options.path.substring(slash + 1, options.path.length) : options.path;
  if (!becomeProgramThread(name)) endWithError("out of memory: no room for the program's first thread");
  setWorkingDirectorySource(() => currentProcess().directory);
  setMemorySource(() => currentProcess().memory);
  openStreams(options);
  enterDirectory(options.cwd);
  process.start.retain(); // it is no object of the heap: the last reference stays
  process.start.path = options.path;
  process.start.args = options.args.all();
  process.start.env = options.env.all();
  fillProcFs(publishProcess);
  drawLayout(process.memory);
  mapVdso();
  const [loaded, error] = loadProgram(options.path, process.start.args, process.start.env);
  if (loaded === null) failToLoad(options.path, error);
  process.initialStack = loaded.stackPointer;
  traceCalls(options.trace);
  log(`program: ${options.path} starts at ${hex(loaded.entry)}`);
  bootStep("program runs");
  openProcessors();
  loadRegisters(currentThread());
  enterProgram(loaded.entry, loaded.stackPointer);
}

function failToLoad(path: string, error: i32): never {
  if (error === -12) endWithError(`out of memory: ${path} does not fit: give the machine more (-m)`);
  if (error === ENOENT) endWithError(`${path} or its interpreter is not in the image`);
  endWithError(`${path} cannot be executed (error ${-error})`);
}
