/**
 * devfs: /dev, a ramfs whose device nodes open as the files below. The consoles are the program's standard streams
 * (docs/boot-protocol.md, "Channels").
 */
import { setInputHook, standardError, standardInput, standardOutput } from "../../dev/console.ts";
import { randomBytes } from "../../dev/random/random.ts";
import { Errno } from "../../lib/errno.ts";
import { FileKind, Inode } from "../../vfs/inode.ts";
import { openInodeAs } from "../../vfs/open.ts";
import { OpenFile } from "../../vfs/openfile.ts";
import { newRamFs, type RamInode } from "../ramfs/ramfs.ts";
import { ConsoleFile, consoleInputCame } from "./console.ts";

/** Device numbers, major * 256 + minor (Linux Documentation/admin-guide/devices.txt). */
export enum Device {
  null = 0x103,
  zero = 0x105,
  full = 0x107,
  random = 0x108,
  urandom = 0x109,
  tty = 0x500,
  console = 0x501,
}

class NullFile extends OpenFile {
  override touchesBuffer(_writing: boolean): boolean {
    return false;
  }
  override read(_buffer: u64, _count: u64): isize {
    return 0;
  }
  override readAt(_buffer: u64, _count: u64, _offset: u64): isize {
    return 0;
  }
  override write(_buffer: u64, count: u64): isize {
    return isize(count);
  }
  override writeAt(_buffer: u64, count: u64, _offset: u64): isize {
    return isize(count);
  }
  override seek(_offset: i64, _whence: u32): isize {
    return 0;
  }
}
class ZeroFile extends NullFile {
  override get givesAtOffsets(): boolean {
    return true;
  }
  override touchesBuffer(writing: boolean): boolean {
    return !writing;
  }
  override read(buffer: u64, count: u64): isize {
    fillBytes(buffer, 0, count);
    return isize(count);
  }
  override readAt(buffer: u64, count: u64, _offset: u64): isize {
    fillBytes(buffer, 0, count);
    return isize(count);
  }
}
class FullFile extends ZeroFile {
  override write(_buffer: u64, _count: u64): isize {
    return -Errno.ENOSPC;
  }
  override writeAt(_buffer: u64, _count: u64, _offset: u64): isize {
    return -Errno.ENOSPC;
  }
}
class RandomFile extends NullFile {
  override get givesAtOffsets(): boolean {
    return true;
  }
  override touchesBuffer(_writing: boolean): boolean {
    return true;
  }
  override read(buffer: u64, count: u64): isize {
    randomBytes(buffer, count);
    return isize(count);
  }
  override readAt(buffer: u64, count: u64, _offset: u64): isize {
    randomBytes(buffer, count);
    return isize(count);
  }
}

class DeviceInode extends Inode {
  override openFile(_flags: u32): [OpenFile | null, i32] {
    switch (this.device) {
      case Device.null:
        return [new NullFile(), 0];
      case Device.zero:
        return [new ZeroFile(), 0];
      case Device.full:
        return [new FullFile(), 0];
      case Device.random:
      case Device.urandom:
        return [new RandomFile(), 0];
      case Device.tty:
        // No process here has a controlling terminal.
        return [null, -Errno.ENXIO];
      case Device.console:
        return [consoleFile(0, false), 0];
      default:
        return [null, -Errno.ENXIO];
    }
  }
}

function consoleFile(stream: u32, terminal: boolean): ConsoleFile {
  const file = new ConsoleFile();
  file.input = standardInput();
  file.output = stream === 2 ? standardError() : standardOutput();
  file.terminal = terminal;
  return file;
}

function addDevice(root: RamInode, name: string, device: u64, permissions: u32): DeviceInode {
  const inode = new DeviceInode();
  inode.mode = FileKind.character | permissions;
  inode.device = device;
  inode.keepsAttributes = true;
  root.attach(name, inode);
  return inode;
}

let consoleInode: Inode | null = null;

/** A new /dev. */
export function newDevFs(): Inode {
  const root = newRamFs(0o755);
  setInputHook(consoleInputCame);
  addDevice(root, "null", Device.null, 0o666);
  addDevice(root, "zero", Device.zero, 0o666);
  addDevice(root, "full", Device.full, 0o666);
  addDevice(root, "random", Device.random, 0o666);
  addDevice(root, "urandom", Device.urandom, 0o666);
  addDevice(root, "tty", Device.tty, 0o666);
  consoleInode = addDevice(root, "console", Device.console, 0o600);
  root.symlink("fd", "/proc/self/fd");
  root.symlink("stdin", "/proc/self/fd/0");
  root.symlink("stdout", "/proc/self/fd/1");
  root.symlink("stderr", "/proc/self/fd/2");
  const [shm] = root.create("shm", FileKind.directory | 0o1777, 0);
  if (shm !== null) shm.release();
  return root;
}

/** A standard stream as a file: the pipe that it is on the host, or the terminal. */
class StreamInode extends Inode {
  stream: u32 = 0;
  columns: u16 = 80;
  rows: u16 = 24;

  /** Also by way of /dev/stdout and /proc/self/fd/1. */
  override openFile(_flags: u32): [OpenFile | null, i32] {
    const file = consoleFile(this.stream, this.kind === FileKind.character);
    file.columns = this.columns;
    file.rows = this.rows;
    return [file, 0];
  }
}

/** The open file of descriptor 0, 1 or 2 that the program starts with. */
export function openStandardStream(stream: u32, terminal: boolean, columns: u16, rows: u16): OpenFile {
  const inode = new StreamInode();
  inode.stream = stream;
  inode.columns = columns;
  inode.rows = rows;
  inode.mode = terminal ? FileKind.character | 0o620 : FileKind.fifo | 0o600;
  inode.number = u64(stream) + 1;
  inode.device = terminal ? 0x8800 : 0;
  const [file] = openInodeAs(inode, terminal ? 2 : stream === 0 ? 0 : 1);
  return file!; // a stream's file opens always
}
export function consoleDevice(): Inode | null {
  return consoleInode;
}
