/** Which families of system calls this kernel has. */
import { registerAttributeCalls } from "./attributes.ts";
import { registerDirectoryCalls } from "./directories.ts";
import "./entry.ts";
import { registerEventCalls } from "./events.ts";
import { registerFutexCalls } from "./futex.ts";
import { registerInfoCalls } from "./info.ts";
import { registerMemoryCalls } from "./memory.ts";
import { registerOpenCalls } from "./open.ts";
import { registerPollCalls } from "./poll.ts";
import { registerPosixTimerCalls } from "./posixtimer.ts";
import { registerPrctlCalls } from "./prctl.ts";
import { registerProcessMemoryCalls } from "./processmemory.ts";
import { registerProcessorCalls } from "./processors.ts";
import { registerReadWriteCalls } from "./readwrite.ts";
import { registerSchedulingCalls } from "./scheduling.ts";
import { registerSharedMemoryCalls } from "./sharedmemory.ts";
import { registerSignalCalls } from "./signal.ts";
import { registerSocketCalls } from "./socket.ts";
import { registerSocketDataCalls } from "./socketdata.ts";
import { registerSocketOptionCalls } from "./socketoptions.ts";
import { registerStatCalls } from "./stat.ts";
import { registerThreadCalls } from "./thread.ts";
import { registerTimeCalls } from "./time.ts";

export function registerCalls(): void {
  registerReadWriteCalls();
  registerOpenCalls();
  registerStatCalls();
  registerDirectoryCalls();
  registerAttributeCalls();
  registerPollCalls();
  registerEventCalls();
  registerSocketCalls();
  registerSocketDataCalls();
  registerSocketOptionCalls();
  registerMemoryCalls();
  registerProcessMemoryCalls();
  registerSharedMemoryCalls();
  registerThreadCalls();
  registerSchedulingCalls();
  registerProcessorCalls();
  registerPrctlCalls();
  registerFutexCalls();
  registerSignalCalls();
  registerTimeCalls();
  registerPosixTimerCalls();
  registerInfoCalls();
}
