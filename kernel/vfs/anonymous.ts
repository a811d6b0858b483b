/**
 * The inode of descriptors that stand for no file (epoll, eventfd, timerfd, signalfd): one for all of them, as Linux has it.
 * It has no type, no contents and no filesystem that a name could be made in, and nothing of it can be changed.
 */
import { Errno } from "../lib/errno.ts";
import { Inode, newFilesystemNumber } from "./inode.ts";
import { setUnnamedInode } from "./locks.ts";
import type { OpenFile } from "./openfile.ts";

class AnonymousInode extends Inode {
  override get changeRefusal(): i32 {
    return -Errno.EOPNOTSUPP;
  }
  override get hasOffsets(): boolean {
    return false;
  }
}

let anonymous: AnonymousInode | null = null;

function anonymousInode(): Inode {
  const known = anonymous;
  if (known !== null) return known;
  const inode = new AnonymousInode();
  inode.filesystem = newFilesystemNumber();
  inode.number = 1;
  inode.mode = 0o600;
  inode.retain(); // for good
  anonymous = inode;
  setUnnamedInode(inode);
  return inode;
}
/** What an open file is in the calls that ask for its inode: borrowed, valid while the file is open. */
export function inodeOf(file: OpenFile): Inode {
  return file.inode ?? anonymousInode();
}
