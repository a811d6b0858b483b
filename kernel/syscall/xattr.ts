/**
 * Extended attributes (xattr(7)) of files in memory, as tmpfs has them: user, trusted and security. The other filesystems
 * have none.
 */
import { Errno } from "../lib/errno.ts";
import { userReadable, userString, userWritable } from "../mm/user.ts";
import { currentFiles } from "../process/process.ts";
import { Attribute } from "../vfs/attribute.ts";
import { FileKind, type Inode } from "../vfs/inode.ts";
import { currentDirectory, Walk } from "../vfs/path.ts";
import { Sys } from "./numbers.ts";
import { AT_FDCWD, walkExisting } from "./paths.ts";
import { handle } from "./table.ts";

/** XATTR_NAME_MAX, XATTR_SIZE_MAX. */
const LONGEST_NAME: u64 = 255;
const LONGEST_VALUE: u64 = 65536;
const XATTR_CREATE: u32 = 1;
const XATTR_REPLACE: u32 = 2;

/** What is done with the attributes of the file that a call names. */
enum Operation {
  get = 0,
  set = 1,
  remove = 2,
  list = 3,
}
class Request {
  operation: Operation = Operation.get;
  name: string = "";
  value: u64 = 0;
  size: u64 = 0;
  flags: u32 = 0;
}

/** EFAULT; ERANGE for an empty name and one that is too long. */
function readName(address: u64): [string, i32] {
  const [name, error] = userString(address, LONGEST_NAME + 1);
  if (error === -Errno.EFAULT) return ["", error];
  return error !== 0 || name.length === 0 ? ["", -Errno.ERANGE] : [name, 0];
}
function startsWith(name: string, prefix: string): boolean {
  return name.length >= prefix.length && name.substring(0, prefix.length) === prefix;
}
/** Whether this file may have an attribute of that name: 0, EPERM or ENODATA for user attributes of what has no contents, EINVAL, EOPNOTSUPP. */
function checkName(inode: Inode, name: string, writing: boolean): i32 {
  const user = startsWith(name, "user.");
  const named = user && (inode.isRegular || inode.isDirectory);
  if (user && !named) return writing ? -Errno.EPERM : -Errno.ENODATA;
  if (!inode.keepsAttributes) return writing && inode.isReadOnly ? -Errno.EROFS : -Errno.EOPNOTSUPP;
  const prefix: u64 = user ? 5 : startsWith(name, "trusted.") ? 8 : startsWith(name, "security.") ? 9 : 0;
  if (prefix === 0) return -Errno.EOPNOTSUPP;
  return name.length === prefix ? -Errno.EINVAL : 0;
}

function getValue(inode: Inode, request: Request): isize {
  const attribute = Attribute.find(inode.attributes, request.name);
  if (attribute === null) return -Errno.ENODATA;
  const { value } = attribute;
  return copyOut(value, request.value, request.size, -Errno.ERANGE);
}
/** A size of 0 asks how long it is. */
function copyOut(from: Slice<u8>, to: u64, size: u64, tooShort: isize): isize {
  if (size === 0) return isize(from.length);
  if (from.length > size) return tooShort;
  if (!userWritable(to, from.length)) return -Errno.EFAULT;
  copyBytes(to, addressOf(from.ptr), from.length);
  return isize(from.length);
}
function setValue(inode: Inode, request: Request): isize {
  const existing = Attribute.find(inode.attributes, request.name);
  if (existing === null && (request.flags & XATTR_REPLACE) !== 0) return -Errno.ENODATA;
  if (existing !== null && (request.flags & XATTR_CREATE) !== 0) return -Errno.EEXIST;
  const added = Attribute.make(request.name, request.value, request.size);
  if (existing !== null) inode.attributes = Attribute.without(inode.attributes, existing);
  added.next = inode.attributes;
  inode.attributes = added;
  return 0;
}
function removeValue(inode: Inode, request: Request): isize {
  const existing = Attribute.find(inode.attributes, request.name);
  if (existing === null) return -Errno.ENODATA;
  inode.attributes = Attribute.without(inode.attributes, existing);
  return 0;
}
/** The names, each with its NUL. */
function listNames(inode: Inode, to: u64, size: u64): isize {
  let length: u64 = 0;
  for (let a = inode.attributes; a !== null; a = a.next) length += a.name.length + 1;
  if (size === 0) return isize(length);
  if (length > size) return -Errno.ERANGE;
  if (!userWritable(to, length)) return -Errno.EFAULT;
  let at = to;
  for (let a = inode.attributes; a !== null; a = a.next) {
    copyBytes(at, addressOf(a.name.ptr), a.name.length);
    storeUnaligned<u8>(at + a.name.length, 0);
    at += a.name.length + 1;
  }
  return isize(length);
}
function carryOut(inode: Inode, request: Request): isize {
  if (request.operation === Operation.list) return listNames(inode, request.value, request.size);
  const refused = checkName(inode, request.name, request.operation !== Operation.get);
  if (refused !== 0) return isize(refused);
  if (request.operation === Operation.get) return getValue(inode, request);
  return request.operation === Operation.set ? setValue(inode, request) : removeValue(inode, request);
}

/** The arguments but the file, checked before it is looked for. */
function prepare(request: Request, operation: Operation, name: u64, value: u64, size: u64, flags: u32): i32 {
  request.operation = operation;
  request.value = value;
  request.size = size;
  request.flags = flags;
  if (operation === Operation.list) return 0;
  if ((flags & ~(XATTR_CREATE | XATTR_REPLACE)) !== 0) return -Errno.EINVAL;
  const [text, error] = readName(name);
  if (error !== 0) return error;
  request.name = text;
  if (operation !== Operation.set) return 0;
  if (size > LONGEST_VALUE) return -Errno.E2BIG;
  return userReadable(value, size) ? 0 : -Errno.EFAULT;
}
function ofPath(
  op: Operation,
  path: u64,
  follow: boolean,
  name: u64,
  value: u64,
  size: u64,
  flags: u32,
): isize {
  const request: Embed<Request> = new Request();
  const refused = prepare(request, op, name, value, size, flags);
  if (refused !== 0) return isize(refused);
  const walk: Embed<Walk> = new Walk();
  using _done = walk.scope();
  const error = walkExisting(walk, AT_FDCWD, path, follow);
  return error !== 0 ? isize(error) : carryOut(walk.inode!, request);
}
function ofDescriptor(op: Operation, fd: i32, name: u64, value: u64, size: u64, flags: u32): isize {
  const request: Embed<Request> = new Request();
  const refused = prepare(request, op, name, value, size, flags);
  if (refused !== 0) return isize(refused);
  if (fd === AT_FDCWD) return carryOut(currentDirectory(), request);
  using file = currentFiles().getOpen(fd);
  if (file === null) return -Errno.EBADF;
  const inode = file.inode;
  if (inode !== null && inode.kind !== FileKind.socket) return carryOut(inode, request);
  if (op === Operation.list) return 0;
  if (!startsWith(request.name, "user.")) return -Errno.EOPNOTSUPP;
  return op === Operation.get ? -Errno.ENODATA : -Errno.EPERM;
}

export function registerExtendedAttributeCalls(): void {
  handle(Sys.getxattr, (path, name, to, size) => ofPath(Operation.get, path, true, name, to, size, 0));
  handle(Sys.lgetxattr, (path, name, to, size) => ofPath(Operation.get, path, false, name, to, size, 0));
  handle(Sys.fgetxattr, (fd, name, to, size) => ofDescriptor(Operation.get, i32(fd), name, to, size, 0));
  handle(Sys.setxattr, (path, name, value, size, flags) =>
    ofPath(Operation.set, path, true, name, value, size, u32(flags)),
  );
  handle(Sys.lsetxattr, (path, name, value, size, flags) =>
    ofPath(Operation.set, path, false, name, value, size, u32(flags)),
  );
  handle(Sys.fsetxattr, (fd, name, value, size, flags) =>
    ofDescriptor(Operation.set, i32(fd), name, value, size, u32(flags)),
  );
  handle(Sys.removexattr, (path, name) => ofPath(Operation.remove, path, true, name, 0, 0, 0));
  handle(Sys.lremovexattr, (path, name) => ofPath(Operation.remove, path, false, name, 0, 0, 0));
  handle(Sys.fremovexattr, (fd, name) => ofDescriptor(Operation.remove, i32(fd), name, 0, 0, 0));
  handle(Sys.listxattr, (path, to, size) => ofPath(Operation.list, path, true, 0, to, size, 0));
  handle(Sys.llistxattr, (path, to, size) => ofPath(Operation.list, path, false, 0, to, size, 0));
  handle(Sys.flistxattr, (fd, to, size) => ofDescriptor(Operation.list, i32(fd), 0, to, size, 0));
}
