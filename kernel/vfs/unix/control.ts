/**
 * What may accompany bytes through an AF_UNIX socket (unix(7), ancillary messages): descriptors and credentials.
 *
 * Open files on their way have a reference each. A socket may be on its way through itself, and is then never closed, so
 * their number is bounded. Releasing one may close a socket in which others wait: those are entered in a list that the
 * first caller works through, not in calls within calls.
 */
import { Errno } from "../../lib/errno.ts";
import type { OpenFile } from "../openfile.ts";

/** SCM_MAX_FD. */
export const MOST_DESCRIPTORS: u64 = 253;
/** Descriptors on their way in all sockets together. */
const MOST_UNDER_WAY: u64 = 65536;

let underWay: u64 = 0;
let released: Control | null = null;
let isReleasing = false;

class Passed {
  file: OpenFile | null = null;
}

export class Control {
  private files: Slice<Embed<Passed>> | null = null;
  count: u64 = 0;
  hasCredentials: boolean = false;
  pid: i32 = 0;
  uid: u32 = 0;
  gid: u32 = 0;
  private nextReleased: Control | null = null;

  /** Takes over a reference; ETOOMANYREFS past a limit (then it does not). */
  add(file: OpenFile): i32 {
    if (this.count >= MOST_DESCRIPTORS) return -Errno.EINVAL;
    if (underWay >= MOST_UNDER_WAY) return -Errno.ETOOMANYREFS;
    let files = this.files;
    if (files === null) files = newArray<Embed<Passed>>(MOST_DESCRIPTORS);
    this.files = files;
    files[this.count].file = file;
    this.count++;
    underWay++;
    return 0;
  }
  /** The file, whose reference stays here. */
  file(index: u64): OpenFile | null {
    const { files } = this;
    return files === null || index >= this.count ? null : files[index].file;
  }
  /** The same once more, with references of its own: for a peek; null past the limit. */
  copy(): Control {
    const other = new Control();
    other.hasCredentials = this.hasCredentials;
    other.pid = this.pid;
    other.uid = this.uid;
    other.gid = this.gid;
    for (let i: u64 = 0; i < this.count; i++) {
      const file = this.file(i);
      if (file === null) continue;
      file.retain();
      if (other.add(file) !== 0) file.release();
    }
    return other;
  }
  private releaseFiles(): void {
    const { files } = this;
    if (files === null) return;
    for (let i: u64 = 0; i < this.count; i++) {
      const file = files[i].file;
      underWay--;
      if (file !== null) file.release();
    }
    freeArray<Embed<Passed>>(files);
  }
  /**
   * Gives back what it holds, and itself.
   * @depth 2 what is released meanwhile is only entered in the list
   */
  release(): void {
    this.nextReleased = released;
    released = this;
    if (isReleasing) return;
    isReleasing = true;
    for (let c: Control | null = this; c !== null; c = released) {
      released = c.nextReleased;
      c.releaseFiles();
      free(c);
    }
    isReleasing = false;
  }
}
