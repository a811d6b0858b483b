/** Process numbers, groups and sessions: getpid(2), setpgid(2), setsid(2). */
import { Errno } from "../lib/errno.ts";
import { currentProcess, type Process } from "../process/process.ts";
import { findProcess, groupExists } from "../process/processes.ts";
import { Sys } from "./numbers.ts";
import { handle, handleQuick } from "./table.ts";

function processOf(pid: i32): Process | null {
  return pid === 0 ? currentProcess() : findProcess(pid);
}
export function sysGetpgid(pid: i32): isize {
  const process = processOf(pid);
  return process === null ? -Errno.ESRCH : isize(process.group);
}
export function sysGetsid(pid: i32): isize {
  const process = processOf(pid);
  return process === null ? -Errno.ESRCH : isize(process.session);
}
/** setpgid(2), tests in Linux's order: for the caller or a child that has not called execve(2), within the session. */
export function sysSetpgid(pid: i32, group: i32): isize {
  const caller = currentProcess();
  const wanted: i32 = group !== 0 ? group : pid !== 0 ? pid : caller.pid;
  if (wanted < 0) return -Errno.EINVAL;
  const process = processOf(pid);
  if (process === null) return -Errno.ESRCH;
  if (process !== caller) {
    if (process.parent !== caller) return -Errno.ESRCH;
    if (process.session !== caller.session) return -Errno.EPERM;
    if (process.hasExecuted) return -Errno.EACCES;
  }
  if (process.session === process.pid && process.pid !== 1) return -Errno.EPERM;
  if (wanted !== process.pid && !groupExists(wanted, caller.session)) return -Errno.EPERM;
  process.group = wanted;
  return 0;
}
/** setsid(2): EPERM for the leader of a group. */
export function sysSetsid(): isize {
  const process = currentProcess();
  if (process.group === process.pid || groupExists(process.pid, 0)) return -Errno.EPERM;
  process.group = process.pid;
  process.session = process.pid;
  return isize(process.pid);
}

export function registerGroupCalls(): void {
  handleQuick(Sys.getpid, () => isize(currentProcess().pid));
  handleQuick(Sys.getppid, () => isize(currentProcess().parentPid));
  handleQuick(Sys.getpgrp, () => isize(currentProcess().group));
  handle(Sys.getpgid, (pid) => sysGetpgid(i32(pid)));
  handle(Sys.getsid, (pid) => sysGetsid(i32(pid)));
  handle(Sys.setpgid, (pid, group) => sysSetpgid(i32(pid), i32(group)));
  handle(Sys.setsid, () => sysSetsid());
}
