/** The mounts, as /proc tells of them: proc_pid_mounts(5), proc_pid_mountinfo(5), and mnt_id of proc_pid_fdinfo(5). */
import type { Writer } from "../lib/writer.ts";
import { openInode } from "../vfs/path.ts";

/** Where rootfs.ts mounts memory. */
const MEMORY_MOUNTS: readonly string[] = ["/dev/shm", "/tmp", "/run", "/var/tmp", "/root"];
/** A mount's number is its place in these lists, from 1. */
const OTHER_MOUNTS: readonly string[] = ["/", "/dev", "/proc", "/sys"];
const FIRST_OF_MEMORY: u32 = 5;
/** Pipes, sockets and files without a name are in filesystems that are mounted nowhere. */
const NOT_SHOWN: u32 = 10;

export function writeMounts(w: Writer): void {
  w.string("/dev/root / erofs ro,relatime 0 0\n");
  w.string("devtmpfs /dev devtmpfs rw 0 0\n");
  w.string("proc /proc proc rw 0 0\nsysfs /sys sysfs rw 0 0\n");
  for (const place of MEMORY_MOUNTS) w.text(`tmpfs ${place} tmpfs rw 0 0\n`);
}
/** The device is the one that stat(2) gives for the place. */
export function writeMountInfo(w: Writer): void {
  w.text(`1 0 0:${deviceOf("/")} / / ro,relatime - erofs /dev/root ro\n`);
  w.text(`2 1 0:${deviceOf("/dev")} / /dev rw - devtmpfs devtmpfs rw\n`);
  w.text(`3 1 0:${deviceOf("/proc")} / /proc rw - proc proc rw\n`);
  w.text(`4 1 0:${deviceOf("/sys")} / /sys rw - sysfs sysfs rw\n`);
  let id = FIRST_OF_MEMORY;
  for (const place of MEMORY_MOUNTS) {
    w.text(`${id} 1 0:${deviceOf(place)} / ${place} rw - tmpfs tmpfs rw\n`);
    id++;
  }
}
/** The number of the mount whose files have that st_dev. */
export function mountOf(device: u64): u32 {
  let id: u32 = 1;
  for (const place of OTHER_MOUNTS) {
    if (deviceOf(place) === device) return id;
    id++;
  }
  for (const place of MEMORY_MOUNTS) {
    if (deviceOf(place) === device) return id;
    id++;
  }
  return NOT_SHOWN;
}
function deviceOf(path: string): u64 {
  const [inode] = openInode(path);
  if (inode === null) return 0;
  const device = inode.filesystem;
  inode.release();
  return device;
}
