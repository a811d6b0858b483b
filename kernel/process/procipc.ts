/** What /proc tells of System V objects: the tables of /proc/sysvipc (proc_sysvipc(5)), and the limits. */
import { addProcFile } from "../fs/procfs/procfs.ts";
import { LONGEST_MESSAGE, MOST_QUEUES, messageQueues, QUEUE_BYTES, queueAt } from "../ipc/messages.ts";
import type { IpcObject } from "../ipc/objects.ts";
import { MOST_IN_SET, MOST_OPERATIONS, MOST_SETS, semaphoreSets, setAt } from "../ipc/semaphores.ts";
import { attachments, LARGEST_SEGMENT, MOST_SEGMENTS, segmentAt, segments } from "../ipc/sharedmemory.ts";
import type { Writer } from "../lib/writer.ts";

/** st_blocks has units of 512 bytes. */
const BLOCK: u64 = 512;

/** The columns that all three begin with. */
function writeNames(o: IpcObject, w: Writer): void {
  w.text(`${pad(o.key, 10)} ${pad(o.id, 10)}  ${pad(octalDigits(o.mode), 4)} `);
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
/** Owner and creator, who is root. */
function writeOwners(o: IpcObject, w: Writer): void {
  w.text(`${pad(o.uid, 5)} ${pad(o.gid, 5)} ${pad(0, 5)} ${pad(0, 5)} `);
}

/** As Linux's ipc/shm.c. */
function writeSegments(w: Writer): void {
  w.string("       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid");
  w.string("      atime      dtime      ctime                   rss                  swap\n");
  for (let index: i32 = 0; index <= segments.highestIndex; index++) {
    const s = segmentAt(index);
    if (s === null) continue;
    writeNames(s, w);
    w.text(`${pad(s.size, 21)} ${pad(s.creator, 5)} ${pad(s.lastUser, 5)}  ${pad(attachments(s), 5)} `);
    writeOwners(s, w);
    w.text(`${pad(s.attachTime, 10)} ${pad(s.detachTime, 10)} ${pad(s.changeTime, 10)} `);
    w.text(`${pad(s.file.blocks * BLOCK, 21)} ${pad(0, 21)}\n`);
  }
}
/** As ipc/sem.c. */
function writeSets(w: Writer): void {
  w.string("       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n");
  for (let index: i32 = 0; index <= semaphoreSets.highestIndex; index++) {
    const s = setAt(index);
    if (s === null) continue;
    writeNames(s, w);
    w.text(`${pad(s.semaphores.length, 10)} `);
    writeOwners(s, w);
    w.text(`${pad(s.operationTime, 10)} ${pad(s.changeTime, 10)}\n`);
  }
}
/** As ipc/msg.c. */
function writeQueues(w: Writer): void {
  w.string("       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid");
  w.string("      stime      rtime      ctime\n");
  for (let index: i32 = 0; index <= messageQueues.highestIndex; index++) {
    const q = queueAt(index);
    if (q === null) continue;
    writeNames(q, w);
    w.text(`${pad(q.bytes, 10)} ${pad(q.count, 10)} ${pad(q.lastSender, 5)} ${pad(q.lastReceiver, 5)} `);
    writeOwners(q, w);
    w.text(`${pad(q.sendTime, 10)} ${pad(q.receiveTime, 10)} ${pad(q.changeTime, 10)}\n`);
  }
}

export function publishIpc(): void {
  addProcFile("sysvipc/shm", 0o444, writeSegments);
  addProcFile("sysvipc/sem", 0o444, writeSets);
  addProcFile("sysvipc/msg", 0o444, writeQueues);
  addProcFile("sys/kernel/shmmax", 0o644, (w) => w.text(`${LARGEST_SEGMENT}\n`));
  addProcFile("sys/kernel/shmall", 0o644, (w) => w.text(`${LARGEST_SEGMENT}\n`));
  addProcFile("sys/kernel/shmmni", 0o644, (w) => w.text(`${MOST_SEGMENTS}\n`));
  addProcFile("sys/kernel/msgmax", 0o644, (w) => w.text(`${LONGEST_MESSAGE}\n`));
  addProcFile("sys/kernel/msgmnb", 0o644, (w) => w.text(`${QUEUE_BYTES}\n`));
  addProcFile("sys/kernel/msgmni", 0o644, (w) => w.text(`${MOST_QUEUES}\n`));
  addProcFile("sys/kernel/sem", 0o644, (w) =>
    w.text(`${MOST_IN_SET}\t${MOST_SETS * MOST_IN_SET}\t${MOST_OPERATIONS}\t${MOST_SETS}\n`),
  );
}
