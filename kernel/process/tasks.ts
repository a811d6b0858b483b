/** /proc/self/task: a directory for each thread of the program (proc_pid_task(5)). What stands in one is the process's. */
import { Errno } from "../lib/errno.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import { firstThread, type Thread } from "../sched/thread.ts";
import { type DirectoryEntry, FileKind, Inode } from "../vfs/inode.ts";

/** The living thread of the program with the lowest id from `id` on. */
function threadFrom(id: u64): Thread | null {
  let lowest: Thread | null = null;
  for (let t = firstThread(); t !== null; t = t.nextOfAll) {
    if (t.program === 0 || u64(t.id) < id) continue;
    if (lowest === null || t.id < lowest.id) lowest = t;
  }
  return lowest;
}

export class TaskDirectory extends Inode {
  private readonly digits: Embed<GrowingWriter> = new GrowingWriter();

  constructor() {
    super();
    this.mode = FileKind.directory | 0o555;
    this.links = 2;
  }
  override lookup(name: string): [Inode | null, i32] {
    let id: u64 = 0;
    for (const byte of name) {
      if (byte < 0x30 || byte > 0x39 || id > 10000000) return [null, -Errno.ENOENT];
      id = id * 10 + u64(byte - 0x30);
    }
    const thread = threadFrom(id);
    const process = this.parent;
    if (thread === null || u64(thread.id) !== id || process === null) return [null, -Errno.ENOENT];
    process.retain();
    return [process, 0];
  }
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    const thread = threadFrom(position);
    if (thread === null) return false;
    this.digits.release();
    this.digits.text(`${thread.id}`);
    entry.setName(this.digits.contents());
    entry.number = this.number * 1000 + u64(thread.id);
    entry.kind = FileKind.directory;
    entry.next = u64(thread.id) + 1;
    return true;
  }
}
