/**
 * Calls that leave an object of the kernel's behind: while memory is short they fail with ENOMEM, before they begin, so
 * that a program cannot use the kernel's reserve up by them. (Areas of memory are refused where they are made.)
 */
import { Sys } from "./numbers.ts";
import { requireRoom } from "./table.ts";

const MAKERS: readonly u32[] = [
  Sys.open,
  Sys.creat,
  Sys.openat,
  Sys.openat2,
  Sys.pipe,
  Sys.pipe2,
  Sys.socket,
  Sys.socketpair,
  Sys.accept,
  Sys.accept4,
  Sys.sendto,
  Sys.sendmsg,
  Sys.epoll_create,
  Sys.epoll_create1,
  Sys.epoll_ctl,
  Sys.eventfd,
  Sys.eventfd2,
  Sys.timerfd_create,
  Sys.signalfd,
  Sys.signalfd4,
  Sys.memfd_create,
  Sys.timer_create,
  Sys.mkdir,
  Sys.mkdirat,
  Sys.mknod,
  Sys.mknodat,
  Sys.symlink,
  Sys.symlinkat,
  Sys.link,
  Sys.linkat,
  Sys.rename,
  Sys.renameat,
  Sys.renameat2,
  Sys.shmget,
  Sys.semget,
  Sys.msgget,
  Sys.msgsnd,
  Sys.clone,
  Sys.clone3,
];

export function guardMakers(): void {
  for (const number of MAKERS) requireRoom(number);
}
