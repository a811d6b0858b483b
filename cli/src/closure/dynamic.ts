/** What the dynamic loader wants of an ELF file, for the closure: the image room reads it, here its errors become the command's. */
import { closeSync, openSync, readSync } from "node:fs";
import { ElfFile, ImageError } from "@osier/image";
import { ExitStatus, OsierError } from "../ui/error.ts";

export interface DynamicInfo {
  path: string;
  /** Whether it has fixed addresses (ET_EXEC). */
  fixed: boolean;
  interp: string | null;
  soname: string | null;
  needed: readonly string[];
  rpath: readonly string[];
  runpath: readonly string[];
  /** DF_1_NODEFLIB: neither the cache nor the default directories are searched. */
  noDefaultDirs: boolean;
}

const magic = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
/** Magic number, 64-bit, little-endian at the start; EM_X86_64 at byte 18 (gABI "ELF Header"). */
const identBytes = 20;
const machineX64 = 62;

/** The first bytes of a file, fewer where it is shorter: cheap enough to ask of every file of a package. */
function firstBytes(path: string): Buffer {
  const fd = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(identBytes);
    return bytes.subarray(0, readSync(fd, bytes, 0, identBytes, 0));
  } finally {
    closeSync(fd);
  }
}

/** Whether a file begins with the ELF magic. */
export function isElf(path: string): boolean {
  return firstBytes(path).subarray(0, 4).equals(magic);
}

/** Whether a file is an ELF file for this kernel's guests: 64-bit, little-endian, x86-64. */
export function isX64Elf(path: string): boolean {
  const head = firstBytes(path);
  if (head.length < identBytes || !head.subarray(0, 4).equals(magic)) return false;
  return head[4] === 2 && head[5] === 1 && head.readUInt16LE(18) === machineX64;
}

/** The dynamic loader's view of an x86-64 ELF file; an OsierError (status 126) when it is not one. */
export function readDynamic(path: string): DynamicInfo {
  try {
    using elf = ElfFile.open(path);
    const { dynamic } = elf;
    return {
      path,
      fixed: elf.header.type === "executable",
      interp: elf.interpreter,
      soname: dynamic?.soname ?? null,
      needed: dynamic?.needed ?? [],
      rpath: dynamic?.rpath ?? [],
      runpath: dynamic?.runpath ?? [],
      noDefaultDirs: dynamic?.noDefaultLibraries ?? false,
    };
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    const { code, what, where, mend } = cause;
    const status =
      code === "unreadable" || code === "not-found" ? ExitStatus.osier : ExitStatus.notExecutable;
    throw new OsierError({ what, where, mend, status, cause });
  }
}
