/**
 * What the three kinds of System V objects have in common (sysvipc(7)): keys, identifiers, owners, and the table that
 * they stand in.
 *
 * An identifier is a slot of the table and a sequence number, so that an old one does not name what took the slot later.
 * Slots are given out in a circle, as Linux does (ipc/util.c, ipc_idr_alloc). The program is root: no right is refused.
 *
 * Protocol: who sleeps while it works with an object counts as a user of it; the last user of a removed object frees it.
 */
import { Errno } from "../lib/errno.ts";
import { realtimeNs } from "../time/clock.ts";

/** Flags of the get calls, in with the nine bits of the mode. */
export const IPC_CREATE: u32 = 0o1000;
export const IPC_EXCLUSIVE: u32 = 0o2000;
export const IPC_NO_WAIT: u32 = 0o4000;
/** The key that never names an object. */
export const IPC_PRIVATE: i32 = 0;

/** Commands that all three ctl calls have. */
export enum IpcCommand {
  remove = 0,
  set = 1,
  stat = 2,
  info = 3,
}

const INDEX_BITS: u32 = 15;
const INDEX_MASK: i32 = 0x7fff;
/** Slots of the smallest circle. */
const LEAST_CIRCLE: u64 = 64;
const PERMISSIONS: u32 = 0o777;
/** sizeof(struct ipc64_perm). */
export const PERMISSION_SIZE: u64 = 48;

export class IpcObject {
  id: i32 = 0;
  key: i32 = IPC_PRIVATE;
  uid: u32 = 0;
  gid: u32 = 0;
  /** Permission bits, and what shmctl(2) adds to them. */
  mode: u32 = 0;
  /** Seconds of the epoch. */
  changeTime: u64 = 0;
  /** Calls that sleep with it. */
  users: u32 = 0;
  removed: boolean = false;

  get index(): i32 {
    return this.id & INDEX_MASK;
  }
}

export function secondsNow(): u64 {
  return realtimeNs() / 1000000000;
}

export class IpcTable {
  private slots: Slice<IpcObject | null> | null = null;
  private cursor: u64 = 0;
  private lastIndex: u64 = 0;
  private sequence: i32 = 0;
  count: u64 = 0;

  /** At most `limit` objects. */
  constructor(readonly limit: u64) {}

  /** For msgget(2) and the like: [object, 0], [null, 0] where a new one is due, or [null, ENOENT or EEXIST]. */
  lookUp(key: i32, flags: u32): [IpcObject | null, i32] {
    if (key === IPC_PRIVATE) return [null, 0];
    const found = this.byKey(key);
    if (found === null) return [null, (flags & IPC_CREATE) === 0 ? -Errno.ENOENT : 0];
    const both: u32 = IPC_CREATE | IPC_EXCLUSIVE;
    return (flags & both) === both ? [null, -Errno.EEXIST] : [found, 0];
  }
  private byKey(key: i32): IpcObject | null {
    const slots = this.slots;
    if (slots === null) return null;
    for (const object of slots) if (object !== null && object.key === key) return object;
    return null;
  }

  /** Gives the object an identifier: it, or -ENOSPC. */
  add(object: IpcObject, key: i32, flags: u32): i32 {
    if (this.count >= this.limit) return -Errno.ENOSPC;
    const index = this.freeIndex();
    if (index <= this.lastIndex && this.count > 0) this.sequence = (this.sequence + 1) & 0xffff;
    this.lastIndex = index;
    object.id = i32(u32(this.sequence) << INDEX_BITS) | i32(index);
    object.id &= 0x7fff_ffff;
    object.key = key;
    object.mode = flags & PERMISSIONS;
    object.changeTime = secondsNow();
    this.slots![index] = object;
    this.count++;
    return object.id;
  }
  private freeIndex(): u64 {
    const circle = min(max((this.count * 3) / 2, LEAST_CIRCLE), this.limit);
    this.growTo(circle);
    const slots = this.slots!;
    for (let i: u64 = 0; i < circle; i++) {
      const index = (this.cursor + i) % circle;
      if (slots[index] !== null) continue;
      this.cursor = index + 1;
      return index;
    }
    return circle; // not reached: fewer objects than slots
  }
  private growTo(size: u64): void {
    const old = this.slots;
    if (old !== null && old.length >= size) return;
    const bigger = newArray<IpcObject | null>(size);
    if (old !== null) {
      for (let i: u64 = 0; i < old.length; i++) bigger[i] = old[i];
      freeArray<IpcObject | null>(old);
    }
    this.slots = bigger;
  }

  /** The object that `id` names: EINVAL where there is none, EIDRM where another has its slot. */
  find(id: i32): [IpcObject | null, i32] {
    if (id < 0) return [null, -Errno.EINVAL];
    const object = this.at(id & INDEX_MASK);
    if (object === null) return [null, -Errno.EINVAL];
    return object.id === id ? [object, 0] : [null, -Errno.EIDRM];
  }
  /** The object in a slot, for the commands that go over all. */
  at(index: i32): IpcObject | null {
    const slots = this.slots;
    return slots === null || index < 0 || u64(index) >= slots.length ? null : slots[u64(index)];
  }
  /** The greatest slot in use; 0 when there is none. */
  get highestIndex(): i32 {
    const slots = this.slots;
    if (slots === null) return 0;
    for (let i = slots.length; i > 0; i--) if (slots[i - 1] !== null) return i32(i - 1);
    return 0;
  }
  remove(object: IpcObject): void {
    this.slots![u64(object.index)] = null;
    this.count--;
    object.removed = true;
  }
}

/** Writes struct ipc64_perm (48 bytes) to memory that has been checked. */
export function writePermissions(to: u64, object: IpcObject): void {
  fillBytes(to, 0, PERMISSION_SIZE);
  storeUnaligned<i32>(to, object.key);
  storeUnaligned<u32>(to + 4, object.uid);
  storeUnaligned<u32>(to + 8, object.gid);
  // The creator, at 12 and 16, is root.
  storeUnaligned<u32>(to + 20, object.mode);
  storeUnaligned<u16>(to + 24, u16(object.id >> i32(INDEX_BITS)));
}
/** IPC_SET: owner, group and mode from struct ipc64_perm; EINVAL for an owner that there cannot be. */
export function setPermissions(object: IpcObject, from: u64): i32 {
  const uid = loadUnaligned<u32>(from + 4);
  const gid = loadUnaligned<u32>(from + 8);
  if (uid === 0xffff_ffff || gid === 0xffff_ffff) return -Errno.EINVAL;
  object.uid = uid;
  object.gid = gid;
  object.mode = (object.mode & ~PERMISSIONS) | (loadUnaligned<u32>(from + 20) & PERMISSIONS);
  object.changeTime = secondsNow();
  return 0;
}
