/** /proc/self/fdinfo (proc_pid_fdinfo(5)): a file for each open descriptor with its position and flags. */
import { GeneratedFile } from "../fs/generated.ts";
import { Errno } from "../lib/errno.ts";
import type { GrowingWriter } from "../lib/growingwriter.ts";
import { type DirectoryEntry, FileKind, Inode } from "../vfs/inode.ts";
import { type OpenFile, OpenFlag } from "../vfs/openfile.ts";
import { DescriptorDirectory } from "./descriptors.ts";
import { askedProcess } from "./process.ts";
import { mountOf } from "./procmounts.ts";

class InfoInode extends Inode {
  fd: i32 = 0;

  override openFile(flags: u32): [OpenFile | null, i32] {
    if ((flags & OpenFlag.accessMask) !== OpenFlag.readOnly) return [null, -Errno.EACCES];
    const { files } = askedProcess();
    using file = files.get(this.fd);
    if (file === null) return [null, -Errno.ENOENT];
    const info = new GeneratedFile();
    const onExec: u32 = files.isCloseOnExec(this.fd) ? OpenFlag.closeOnExec : 0;
    info.text.text(`pos:\t${file.position}\nflags:\t0`);
    writeOctal(info.text, file.flags | onExec);
    info.text.text(`\nmnt_id:\t${mountOf(file.inode?.filesystem ?? 0)}\nino:\t${file.inode?.number ?? 0}\n`);
    return [info, 0];
  }
  override onUnreferenced(): void {
    this.leavePlace();
    free(this);
  }
}
function writeOctal(w: GrowingWriter, value: u32): void {
  if (value >= 8) writeOctal(w, value >> 3);
  w.unsigned(u64(value & 7), 0);
}

/** The numbers are those of /proc/self/fd. */
export class DescriptorInfoDirectory extends DescriptorDirectory {
  override lookup(name: string): [Inode | null, i32] {
    const [link, error] = super.lookup(name);
    if (link === null) return [null, error];
    link.release();
    let fd: i32 = 0;
    for (const byte of name) fd = fd * 10 + i32(byte) - 0x30;
    const info = new InfoInode();
    info.fd = fd;
    info.mode = FileKind.regular | 0o444;
    info.filesystem = this.filesystem;
    info.number = this.number * 1000 + u64(fd);
    info.references = 1;
    return [info, 0];
  }
  override entryAt(position: u64, entry: DirectoryEntry): boolean {
    const found = super.entryAt(position, entry);
    entry.kind = FileKind.regular;
    return found;
  }
}
