/** /proc/self/fd: a directory with a link for each open descriptor. */
import { Errno } from "../lib/errno.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import { realtimeNs } from "../time/clock.ts";
import { type DirectoryEntry, FileKind, Inode } from "../vfs/inode.ts";
import type { OpenFile } from "../vfs/openfile.ts";
import { writePath } from "../vfs/path.ts";
import { askedProcess } from "./process.ts";

class DescriptorLink extends Inode {
  fd: i32 = 0;
  private readonly text: Embed<GrowingWriter> = new GrowingWriter();

  override readLink(): [string, i32] {
    using file = askedProcess().files.get(this.fd);
    if (file === null) return ["", -Errno.ENOENT];
    this.text.release();
    describe(file, this.fd, this.text);
    return [this.text.contents(), 0];
  }
  override linkedInode(): [Inode | null, i32] {
    using file = askedProcess().files.get(this.fd);
    if (file === null) return [null, -Errno.ENOENT];
    const inode = file.inode;
    if (inode === null) return [null, -Errno.ENXIO];
    inode.retain();
    return [inode, 0];
  }
  override onUnreferenced(): void {
    this.text.release();
    free(this);
  }
}

function describe(file: OpenFile, fd: i32, w: GrowingWriter): void {
  const inode = file.inode;
  if (inode === null) w.text(`pipe:[${fd + 1000}]`);
  else if (inode.parent === null && inode.kind === FileKind.fifo) w.text(`pipe:[${inode.number}]`);
  else if (inode.parent === null && inode.kind === FileKind.character) w.text(`/dev/pts/${inode.number}`);
  else if (inode.parent === null && inode.isRegular && inode.name.length === 0)
    w.text(`/#${inode.number} (deleted)`);
  else if (inode.parent === null && inode.isRegular) w.text(`/${inode.name} (deleted)`);
  else {
    writePath(inode, w);
    if (inode.unlinked) w.string(" (deleted)");
  }
}

export class DescriptorDirectory extends Inode {
  private readonly digits: Embed<GrowingWriter> = new GrowingWriter();

  constructor() {
    super();
    this.mode = FileKind.directory | 0o500;
    this.links = 2;
    this.modifyNs = realtimeNs();
    this.accessNs = this.modifyNs;
    this.changeNs = this.modifyNs;
  }
  override lookup(name: string): [Inode | null, i32] {
    let fd: i32 = 0;
    for (let i: usize = 0; i < name.length; i++) {
      const digit = i32(name.byteAt(i)) - 0x30;
      if (digit < 0 || digit > 9 || fd > 100000) return [null, -Errno.ENOENT];
      fd = fd * 10 + digit;
    }
    using file = askedProcess().files.get(fd);
    if (file === null) return [null, -Errno.ENOENT];
    const link = new DescriptorLink();
    link.fd = fd;
    link.mode = FileKind.symlink | 0o700;
    link.filesystem = this.filesystem;
    link.number = this.number * 1000 + u64(fd);
    link.modifyNs = realtimeNs();
    link.accessNs = link.modifyNs;
    link.changeNs = link.modifyNs;
    link.references = 1;
    return [link, 0];
  }
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    for (let fd = position; fd < askedProcess().files.slotCount; fd++) {
      using file = askedProcess().files.get(i32(fd));
      if (file === null) continue;
      this.digits.release();
      this.digits.text(`${fd}`);
      entry.setName(this.digits.contents());
      entry.number = this.number * 1000 + fd;
      entry.kind = FileKind.symlink;
      entry.next = fd + 1;
      return true;
    }
    return false;
  }
}
