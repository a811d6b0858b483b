/** Ancillary messages in program memory (cmsg(3), unix(7)): SCM_RIGHTS and SCM_CREDENTIALS, as struct cmsghdr. */
import { Errno } from "../lib/errno.ts";
import { userDeliver, userFetch } from "../mm/user.ts";
import { currentFiles, currentProcess } from "../process/process.ts";
import { findProcess } from "../process/processes.ts";
import { Control, MOST_DESCRIPTORS } from "../vfs/unix/control.ts";
import { Message, type Received } from "../vfs/unix/received.ts";

const SOL_SOCKET: u32 = 1;
const SCM_RIGHTS: u32 = 1;
const SCM_CREDENTIALS: u32 = 2;
/** sizeof(struct cmsghdr): length (8 bytes), level, type; what follows is aligned to 8 bytes. */
const HEADER_SIZE: u64 = 16;
const CREDENTIALS_SIZE: u64 = 12;
/** The user of what has no credentials (/proc/sys/fs/overflowuid). */
const NOBODY: u32 = 65534;

/** The descriptors of one SCM_RIGHTS message: EBADF, EINVAL for too many. */
function addDescriptors(control: Control, at: u64, count: u64): i32 {
  if (count > MOST_DESCRIPTORS - control.count) return -Errno.EINVAL;
  let number!: FixedArray<i32, 1>;
  for (let i: u64 = 0; i < count; i++) {
    if (!userFetch(addressOf(number.ptr), at + i * 4, 4)) return -Errno.EFAULT;
    const file = currentFiles().get(number[0]);
    if (file === null) return -Errno.EBADF;
    const error = control.add(file);
    if (error === 0) continue;
    file.release();
    return error;
  }
  return 0;
}
/** Root may claim to be any user, and any process that there is. */
function setCredentials(control: Control, at: u64): i32 {
  let words!: FixedArray<u32, 3>;
  if (!userFetch(addressOf(words.ptr), at, CREDENTIALS_SIZE)) return -Errno.EFAULT;
  const pid = i32(words[0]);
  if (pid !== currentProcess().pid && findProcess(pid) === null) return -Errno.ESRCH;
  if (words[1] === 0xffffffff || words[2] === 0xffffffff) return -Errno.EINVAL;
  control.hasCredentials = true;
  control.pid = pid;
  control.uid = words[1];
  control.gid = words[2];
  return 0;
}
function addMessage(control: Control, at: u64, length: u64, level: u32, type: u32): i32 {
  if (level !== SOL_SOCKET) return 0;
  switch (type) {
    case SCM_RIGHTS:
      return addDescriptors(control, at + HEADER_SIZE, (length - HEADER_SIZE) / 4);
    case SCM_CREDENTIALS:
      return length === HEADER_SIZE + CREDENTIALS_SIZE
        ? setCredentials(control, at + HEADER_SIZE)
        : -Errno.EINVAL;
    default:
      return -Errno.EINVAL;
  }
}
function addMessages(control: Control, at: u64, size: u64): i32 {
  let header!: FixedArray<u64, 2>;
  let done: u64 = 0;
  while (size - done >= HEADER_SIZE) {
    if (!userFetch(addressOf(header.ptr), at + done, HEADER_SIZE)) return -Errno.EFAULT;
    const length = header[0];
    if (length < HEADER_SIZE || length > size - done) return -Errno.EINVAL;
    const error = addMessage(control, at + done, length, u32(header[1]), u32(header[1] >> 32));
    if (error !== 0) return error;
    done += min((length + 7) & ~u64(7), size - done);
  }
  return 0;
}
/**
 * What a message to be sent carries: the caller's reference, or null. `adds` puts the sender's own credentials in.
 * Errors: EFAULT, EINVAL, EBADF, ESRCH, ETOOMANYREFS.
 */
export function readControl(at: u64, size: u64, adds: boolean): [Control | null, i32] {
  if (size === 0 && !adds) return [null, 0];
  const control = new Control();
  const error = size === 0 ? 0 : addMessages(control, at, size);
  if (error !== 0) {
    control.release();
    return [null, error];
  }
  if (adds && !control.hasCredentials) {
    control.hasCredentials = true;
    control.pid = currentProcess().pid;
  }
  if (control.hasCredentials || control.count > 0) return [control, 0];
  control.release();
  return [null, 0];
}

/** Where ancillary messages are written: what is left of the room, and what was used of it. */
class ControlWriter {
  used: u64 = 0;
  cut: boolean = false;
  constructor(
    readonly at: u64,
    readonly room: u64,
  ) {}

  get left(): u64 {
    return this.at === 0 ? 0 : this.room - this.used;
  }
  /** A header and `size` bytes of the kernel's memory, cut to the room (MSG_CTRUNC). */
  put(type: u32, from: u64, size: u64): void {
    const { left } = this;
    if (left < HEADER_SIZE) {
      this.cut = true;
      return;
    }
    const length = min(HEADER_SIZE + size, left);
    if (length < HEADER_SIZE + size) this.cut = true;
    let header!: FixedArray<u64, 2>;
    header[0] = length;
    header[1] = u64(SOL_SOCKET) | (u64(type) << 32);
    const to = this.at + this.used;
    if (!userDeliver(to, addressOf(header.ptr), HEADER_SIZE)) return;
    if (!userDeliver(to + HEADER_SIZE, from, length - HEADER_SIZE)) return;
    this.used += min((HEADER_SIZE + size + 7) & ~u64(7), left);
  }
}
function giveCredentials(writer: ControlWriter, control: Control | null): void {
  let words!: FixedArray<u32, 3>;
  const known = control !== null && control.hasCredentials;
  words[0] = known ? u32(control!.pid) : 0;
  words[1] = known ? control!.uid : NOBODY;
  words[2] = known ? control!.gid : NOBODY;
  writer.put(SCM_CREDENTIALS, addressOf(words.ptr), CREDENTIALS_SIZE);
}
/** As many descriptors as there is room for, each new in this process; the rest is closed. */
function giveDescriptors(writer: ControlWriter, control: Control, closeOnExec: boolean): void {
  const { left } = writer;
  const most: u64 = left <= HEADER_SIZE ? 0 : min((left - HEADER_SIZE) / 4, control.count);
  const to = writer.at + writer.used + HEADER_SIZE;
  let number!: FixedArray<i32, 1>;
  let given: u64 = 0;
  while (given < most) {
    const file = control.file(given)!;
    file.retain();
    number[0] = currentFiles().add(file, closeOnExec, 0);
    if (number[0] < 0) {
      file.release();
      break;
    }
    if (!userDeliver(to + given * 4, addressOf(number.ptr), 4)) {
      currentFiles().close(number[0]);
      break;
    }
    given++;
  }
  if (given < control.count) writer.cut = true;
  if (given === 0) return;
  let header!: FixedArray<u64, 2>;
  header[0] = HEADER_SIZE + given * 4;
  header[1] = u64(SOL_SOCKET) | (u64(SCM_RIGHTS) << 32);
  if (userDeliver(to - HEADER_SIZE, addressOf(header.ptr), HEADER_SIZE))
    writer.used += min((header[0] + 7) & ~u64(7), left);
}
/** Writes what came with a message, as far as there is room, and releases it: bytes written. Sets flags in `received`. */
export function writeControl(received: Received, at: u64, room: u64, credentials: boolean, flags: u32): u64 {
  const { control } = received;
  const writer: Embed<ControlWriter> = new ControlWriter(at, room);
  if (at === 0) writer.cut = credentials || (control !== null && control.count > 0);
  else {
    if (credentials) giveCredentials(writer, control);
    if (control !== null && control.count > 0)
      giveDescriptors(writer, control, (flags & Message.closeOnExec) !== 0);
  }
  if (writer.cut) received.flags |= Message.controlCut;
  received.dropControl();
  return writer.used;
}
