/** procfs: /proc. What its files say of the program comes from process/procfiles.ts. */
import type { Inode } from "../../vfs/inode.ts";
import { GeneratedTree, type Generator } from "../generated.ts";
import type { RamInode } from "../ramfs/ramfs.ts";

const proc = new GeneratedTree();

/** Says who adds the files, when a program first looks into /proc. */
export function fillProcFs(fill: FnPtr<() => void>): void {
  proc.fillAtFirstUse(fill);
}

/** A new /proc, empty. */
export function newProcFs(): Inode {
  return proc.begin(0x9fa0);
}
/** A file at `path` below /proc. */
export function addProcFile(path: string, permissions: u32, generator: Generator): void {
  proc.addFile(path, permissions, generator);
}
/** A symbolic link at `path` below /proc, its target written when it is read. */
export function addProcLink(path: string, generator: Generator): void {
  proc.addLink(path, generator);
}
/** An inode of another class at `path` below /proc. */
export function addProcInode(path: string, inode: Inode): void {
  proc.addInode(path, inode);
}
/** The root, which may be given more names. */
export function procRoot(): RamInode {
  return proc.root();
}
/** All files are there: from here on /proc takes no names. */
export function sealProcFs(): void {
  proc.seal();
}
