/** System V shared memory: shmget(2), shmat(2), shmdt(2), shmctl(2). */
import { IpcCommand, PERMISSION_SIZE, setPermissions, writePermissions } from "../ipc/objects.ts";
import {
  attach,
  attachments,
  detach,
  findSegment,
  getSegment,
  LARGEST_SEGMENT,
  LOCKED,
  MOST_SEGMENTS,
  removeSegment,
  type Segment,
  segmentAt,
  segments,
} from "../ipc/sharedmemory.ts";
import { Errno } from "../lib/errno.ts";
import { userReadable, userWritable } from "../mm/user.ts";
import { currentProcess } from "../process/process.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";

const PAGE: u64 = 4096;

enum Command {
  lock = 11,
  unlock = 12,
  statIndex = 13,
  info = 14,
  statAny = 15,
}
/** sizeof(struct shmid64_ds), struct shminfo64, struct shm_info (x86_64). */
const STATUS_SIZE: u64 = 112;
const LIMITS_SIZE: u64 = 72;
const USE_SIZE: u64 = 48;

function writeStatus(to: u64, segment: Segment): isize {
  if (!userWritable(to, STATUS_SIZE)) return -Errno.EFAULT;
  writePermissions(to, segment);
  const words = ptr<u64>(to + PERMISSION_SIZE);
  words[0] = segment.size;
  words[1] = segment.attachTime;
  words[2] = segment.detachTime;
  words[3] = segment.changeTime;
  storeUnaligned<i32>(to + 80, segment.creator);
  storeUnaligned<i32>(to + 84, segment.lastUser);
  words[5] = attachments(segment);
  words[6] = 0;
  words[7] = 0;
  return 0;
}
/** IPC_INFO: the limits. */
function writeLimits(to: u64): isize {
  if (!userWritable(to, LIMITS_SIZE)) return -Errno.EFAULT;
  fillBytes(to, 0, LIMITS_SIZE);
  const words = ptr<u64>(to);
  words[0] = LARGEST_SEGMENT;
  words[1] = 1;
  words[2] = MOST_SEGMENTS;
  words[3] = MOST_SEGMENTS;
  words[4] = LARGEST_SEGMENT;
  return isize(segments.highestIndex);
}
/** SHM_INFO: what is in use, in pages. */
function writeUse(to: u64): isize {
  if (!userWritable(to, USE_SIZE)) return -Errno.EFAULT;
  fillBytes(to, 0, USE_SIZE);
  let pages: u64 = 0;
  let resident: u64 = 0;
  for (let index: i32 = 0; index <= segments.highestIndex; index++) {
    const segment = segmentAt(index);
    if (segment === null) continue;
    pages += segment.file.size / PAGE;
    resident += segment.file.blocks / 8;
  }
  storeUnaligned<i32>(to, i32(segments.count));
  storeUnaligned<u64>(to + 8, pages);
  storeUnaligned<u64>(to + 16, resident);
  return isize(segments.highestIndex);
}

export function sysShmctl(id: i32, command: u32, argument: u64): isize {
  if (id < 0) return -Errno.EINVAL;
  if (command === IpcCommand.info) return writeLimits(argument);
  if (command === Command.info) return writeUse(argument);
  if (command === Command.statIndex || command === Command.statAny) {
    const segment = segmentAt(id);
    if (segment === null) return -Errno.EINVAL;
    const error = writeStatus(argument, segment);
    return error !== 0 ? error : isize(segment.id);
  }
  if (command === IpcCommand.set && !userReadable(argument, STATUS_SIZE)) return -Errno.EFAULT;
  if (command > IpcCommand.stat && command !== Command.lock && command !== Command.unlock)
    return -Errno.EINVAL;
  const [segment, error] = findSegment(id);
  if (segment === null) return isize(error);
  switch (command) {
    case IpcCommand.stat:
      return writeStatus(argument, segment);
    case IpcCommand.set:
      return isize(setPermissions(segment, argument));
    case IpcCommand.remove:
      removeSegment(segment);
      return 0;
    default:
      // There is nowhere to swap to: the mark is what is left of it.
      if (command === Command.lock) segment.mode |= LOCKED;
      else segment.mode &= ~LOCKED;
      return 0;
  }
}

export function registerSharedMemoryCalls(): void {
  handle(Sys.shmget, (key, size, flags) =>
    isize(getSegment(i32(key), size, u32(flags), currentProcess().pid)),
  );
  handle(Sys.shmat, (id, address, flags) => attach(i32(id), address, u32(flags), currentProcess().pid));
  handle(Sys.shmdt, (address) => isize(detach(address, currentProcess().pid)));
  handle(Sys.shmctl, (id, command, argument) => sysShmctl(i32(id), u32(command), argument));
}
