/**
 * Names that were looked up before: (directory, name) to an inode, or to the knowledge that there is none.
 *
 * Programs ask for the same few hundred names again and again, most of which are not there (search paths). A name has
 * one slot that it may be in; a newer name takes the slot of an older one. The image never changes, so nothing that
 * stands here becomes wrong.
 */

const SLOTS: u64 = 512;
/** Longer names are not remembered. */
const LONGEST: usize = 39;

class CachedName {
  directory: u64 = 0;
  /** 0: the directory has no such name. */
  inode: u64 = 0;
  name!: FixedArray<u8, 39>;
  /** 0: the slot is free. */
  length: u8 = 0;
}

/** FNV-1a (draft-eastlake-fnv) over the name, begun with the directory's number. */
function slotOf(directory: u64, name: string): u64 {
  let hash: u64 = 0xcbf29ce484222325 ^ (directory * 0x9e3779b97f4a7c15);
  for (const byte of name) hash = (hash ^ u64(byte)) * 0x100000001b3;
  return (hash ^ (hash >> 32)) % SLOTS;
}

export class NameCache {
  private slots: Slice<Embed<CachedName>> | null = null;

  /** [address of the inode, or 0 when there is none; whether the name is known at all]. */
  find(directory: u64, name: string): [u64, boolean] {
    const slots = this.slots;
    if (slots === null || name.length > LONGEST) return [0, false];
    const slot = slots[slotOf(directory, name)];
    if (slot.directory !== directory || u64(slot.length) !== name.length || name.length === 0)
      return [0, false];
    if (compareBytes(addressOf(slot.name.ptr), addressOf(name.ptr), name.length) !== 0) return [0, false];
    return [slot.inode, true];
  }

  set(directory: u64, name: string, inode: u64): void {
    if (name.length > LONGEST) return;
    let slots = this.slots;
    if (slots === null) {
      slots = newArray<Embed<CachedName>>(SLOTS);
      this.slots = slots;
    }
    const slot = slots[slotOf(directory, name)];
    slot.directory = directory;
    slot.inode = inode;
    copyBytes(addressOf(slot.name.ptr), addressOf(name.ptr), name.length);
    slot.length = u8(name.length);
  }

  release(): void {
    const slots = this.slots;
    if (slots !== null) freeArray<Embed<CachedName>>(slots);
    this.slots = null;
  }
}
