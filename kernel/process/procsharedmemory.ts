/** What /proc tells of System V shared memory: /proc/sysvipc/shm (proc_sysvipc(5)) and its limits. */
import { addProcFile } from "../fs/procfs/procfs.ts";
import type { Writer } from "../lib/writer.ts";
import {
  firstSegment,
  LARGEST_SEGMENT,
  MOST_PAGES,
  MOST_SEGMENTS,
  type SharedSegment,
} from "./sharedmemory.ts";

const PAGE: u64 = 4096;

export function publishSharedMemory(): void {
  addProcFile("sysvipc/shm", 0o444, (w) => {
    w.string("       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid");
    w.string("      atime      dtime      ctime                   rss                  swap\n");
    for (let s = firstSegment(); s !== null; s = s.next) writeLine(s, w);
  });
  addProcFile("sys/kernel/shmmax", 0o644, (w) => w.text(`${LARGEST_SEGMENT}\n`));
  addProcFile("sys/kernel/shmall", 0o644, (w) => w.text(`${MOST_PAGES}\n`));
  addProcFile("sys/kernel/shmmni", 0o644, (w) => w.text(`${MOST_SEGMENTS}\n`));
}
/** The columns of Linux's ipc/shm.c. */
function writeLine(s: SharedSegment, w: Writer): void {
  w.text(`${pad(s.key, 10)} ${pad(s.id, 10)}  ${pad(octalDigits(s.mode), 4)} ${pad(s.size, 21)} `);
  w.text(
    `${pad(s.creator, 5)} ${pad(s.lastUser, 5)}  ${pad(s.attached, 5)} ${pad(s.uid, 5)} ${pad(s.gid, 5)} `,
  );
  w.text(
    `${pad(0, 5)} ${pad(0, 5)} ${pad(s.attachedAt, 10)} ${pad(s.detachedAt, 10)} ${pad(s.changedAt, 10)} `,
  );
  w.text(`${pad(s.residentPages * PAGE, 21)} ${pad(0, 21)}\n`);
}
/** The number whose decimal digits are the octal digits of `mode`. */
function octalDigits(mode: u32): u32 {
  let result: u32 = 0;
  let place: u32 = 1;
  for (let rest = mode; rest !== 0; rest >>= 3) {
    result += (rest & 7) * place;
    place *= 10;
  }
  return result;
}
