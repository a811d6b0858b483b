/**
 * Filesystems whose files are written when they are opened: procfs and sysfs. A tree is a ramfs; what its files say comes
 * from the room that adds a generator.
 */
import { Errno } from "../lib/errno.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import type { Writer } from "../lib/writer.ts";
import { FileKind, Inode } from "../vfs/inode.ts";
import { OpenFile } from "../vfs/openfile.ts";
import { seekIn } from "../vfs/regularfile.ts";
import { newRamFs, type RamInode } from "./ramfs/ramfs.ts";

/** Writes a file's contents as they are now. */
export type Generator = FnPtr<(w: Writer) => void>;
/** As above for one of several files alike: that with this number. */
export type NumberedGenerator = FnPtr<(w: Writer, number: u64) => void>;

export class GeneratedFile extends OpenFile {
  readonly text: Embed<GrowingWriter> = new GrowingWriter();

  override get isMappable(): boolean {
    return false;
  }
  override read(buffer: u64, count: u64): isize {
    const n = this.readAt(buffer, count, this.position);
    if (n > 0) this.position += u64(n);
    return n;
  }
  override readAt(buffer: u64, count: u64, offset: u64): isize {
    const contents = this.text.contents();
    if (offset >= contents.length) return 0;
    const n = min(count, contents.length - offset);
    copyBytes(buffer, addressOf(contents.ptr) + offset, n);
    return isize(n);
  }
  override seek(offset: i64, whence: u32): isize {
    const to = seekIn(this.position, this.text.length, offset, whence);
    if (to >= 0) this.position = u64(to);
    return to;
  }
  /** Settings such as oom_score_adj take what is written and do nothing with it; the mode says which files may be written. */
  override write(_buffer: u64, count: u64): isize {
    return isize(count);
  }
  override onClose(): void {
    this.text.release();
  }
}

class GeneratedInode extends Inode {
  generator: Generator | null = null;
  numbered: NumberedGenerator | null = null;
  index: u64 = 0;

  override openFile(flags: u32): [OpenFile | null, i32] {
    if ((flags & 3) !== 0 && (this.mode & 0o200) === 0) return [null, -Errno.EACCES];
    const file = new GeneratedFile();
    const generate = this.generator;
    if (generate !== null) generate(file.text);
    const { numbered } = this;
    if (numbered !== null) numbered(file.text, this.index);
    return [file, 0];
  }
  override truncate(_size: u64): i32 {
    return 0;
  }
}

/** A symbolic link whose target is found when it is read: /proc/self/exe, /proc/self/fd/3. */
class GeneratedLink extends Inode {
  generator: Generator | null = null;
  private readonly text: Embed<GrowingWriter> = new GrowingWriter();

  override readLink(): [string, i32] {
    this.text.release();
    const generate = this.generator;
    if (generate !== null) generate(this.text);
    return this.text.length === 0 ? ["", -Errno.ENOENT] : [this.text.contents(), 0];
  }
}

export class GeneratedTree {
  private top: RamInode | null = null;

  /** Begins the tree, empty: its root. `magic`: f_type of statfs(2). */
  begin(magic: u64): Inode {
    const top = newRamFs(0o555);
    top.setMagic(magic);
    this.top = top;
    return top;
  }
  /** Says who adds the files: asked when a program first looks into the tree, for most never do. */
  fillAtFirstUse(fill: FnPtr<() => void>): void {
    this.top!.fillAtFirstUse(fill);
  }
  /** The directory that holds the last name of `path`, made on the way, and that name. */
  private directoryFor(path: string): [RamInode, string] {
    let at = this.top!;
    let start: usize = 0;
    for (let i: usize = 0; i < path.length; i++) {
      if (path.byteAt(i) !== 0x2f) continue;
      const name = path.substring(start, i);
      let [found] = at.lookup(name);
      if (found === null) [found] = at.create(name, FileKind.directory | 0o555, 0);
      at = ref<RamInode>(addressOf(found!));
      at.release();
      start = i + 1;
    }
    return [at, path.substring(start, path.length)];
  }
  /** A file at `path` below the root. */
  addFile(path: string, permissions: u32, generator: Generator): void {
    const inode = new GeneratedInode();
    inode.mode = FileKind.regular | permissions;
    inode.generator = generator;
    this.addInode(path, inode);
  }
  /** As above, one of several: `index` is told to the generator. */
  addNumbered(path: string, permissions: u32, generator: NumberedGenerator, index: u64): void {
    const inode = new GeneratedInode();
    inode.mode = FileKind.regular | permissions;
    inode.numbered = generator;
    inode.index = index;
    this.addInode(path, inode);
  }
  /** A symbolic link, its target written when it is read. */
  addLink(path: string, generator: Generator): void {
    const inode = new GeneratedLink();
    inode.mode = FileKind.symlink | 0o777;
    inode.generator = generator;
    this.addInode(path, inode);
  }
  /** An inode of another class. */
  addInode(path: string, inode: Inode): void {
    const [directory, name] = this.directoryFor(path);
    directory.attach(name, inode);
  }
  root(): RamInode {
    return this.top!;
  }
  /** All files are there: from here on the tree takes no names. */
  seal(): void {
    this.top!.seal();
  }
}
