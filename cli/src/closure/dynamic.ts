/**
 * Reads what the dynamic loader wants of an ELF file: interpreter, needed libraries, search paths.
 *
 * Only headers, the dynamic section and its strings are read, so that a closure over large libraries is cheap.
 * Every offset is checked against the file's size: a truncated file is an error that says so.
 * (System V ABI: "ELF Header", "Program Header", "Dynamic Section".)
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { ExitStatus, errorCode, OsierError } from "../ui/error.ts";

export interface DynamicInfo {
  path: string;
  /** ET_EXEC (2) or ET_DYN (3). */
  type: number;
  interp: string | null;
  soname: string | null;
  needed: readonly string[];
  rpath: readonly string[];
  runpath: readonly string[];
  /** DF_1_NODEFLIB: neither the cache nor the default directories are searched. */
  noDefaultDirs: boolean;
}

const machineNames: Readonly<Record<number, string>> = {
  3: "i386",
  40: "arm",
  183: "aarch64",
  243: "riscv",
  21: "ppc64",
  22: "s390x",
};
const ptLoad = 1;
const ptDynamic = 2;
const ptInterp = 3;
const DT = {
  needed: 1n,
  strtab: 5n,
  strsz: 10n,
  soname: 14n,
  rpath: 15n,
  runpath: 29n,
  flags1: 0x6ffffffbn,
} as const;
const df1NoDefLib = 0x800n;

interface Segment {
  type: number;
  offset: number;
  address: bigint;
  fileSize: number;
}

class Source implements Disposable {
  readonly size: number;
  private readonly fd: number;

  constructor(readonly path: string) {
    try {
      this.fd = openSync(path, "r");
    } catch (cause) {
      throw new OsierError({
        what: `the file cannot be read (${errorCode(cause)})`,
        where: path,
        mend: "check its permissions",
        cause,
      });
    }
    this.size = fstatSync(this.fd).size;
  }

  read(offset: number, length: number): Buffer {
    if (offset < 0 || length < 0 || offset + length > this.size)
      throw truncated(this.path, this.size, offset + length);
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const count = readSync(this.fd, bytes, done, length - done, offset + done);
      if (count === 0) throw truncated(this.path, this.size, offset + length);
      done += count;
    }
    return bytes;
  }

  [Symbol.dispose](): void {
    closeSync(this.fd);
  }
}

function unusable(what: string, where: string, mend: string): OsierError {
  return new OsierError({ what, where, mend, status: ExitStatus.notExecutable });
}

function truncated(path: string, size: number, wanted: number): OsierError {
  const mend = "copy or build the file again";
  return unusable(
    `the ELF file is truncated: it has ${size} bytes and its headers speak of ${wanted}`,
    path,
    mend,
  );
}

/** Whether a file begins with the ELF magic. */
export function isElf(path: string): boolean {
  using file = new Source(path);
  return file.size >= 4 && file.read(0, 4).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
}

/** Whether a file is an ELF file for this kernel's guests: 64-bit, little-endian, x86-64. */
export function isX64Elf(path: string): boolean {
  using file = new Source(path);
  if (file.size < 64) return false;
  const header = file.read(0, 20);
  return (
    header.readUInt32BE(0) === 0x7f454c46 &&
    header[4] === 2 &&
    header[5] === 1 &&
    header.readUInt16LE(18) === 62
  );
}

/** The dynamic loader's view of an x86-64 ELF file; an OsierError (status 126) when it is not one. */
export function readDynamic(path: string): DynamicInfo {
  using file = new Source(path);
  if (file.size < 4 || file.read(0, 4).readUInt32BE(0) !== 0x7f454c46) {
    throw unusable("the file is not an ELF file", path, "give a Linux executable for x86-64");
  }
  const header = file.read(0, 64);
  const machine = header.readUInt16LE(18);
  if (header[4] !== 2 || header[5] !== 1 || machine !== 62) {
    const name = machineNames[machine] ?? `machine ${machine}`;
    const width = header[4] === 2 ? "64" : "32";
    throw unusable(
      `the program is for ${name} (${width}-bit), not for x86-64`,
      path,
      "give a build of it for x86-64",
    );
  }
  const type = header.readUInt16LE(16);
  if (type !== 2 && type !== 3) {
    throw unusable(
      "the ELF file is neither an executable nor a shared object",
      path,
      "link it into a program first",
    );
  }
  const segments = readSegments(file, header);
  checkSegments(file, segments);
  const info = { path, type, interp: readInterp(file, segments), ...readDynamicSection(file, segments) };
  return info;
}

function readSegments(file: Source, header: Buffer): Segment[] {
  const offset = Number(header.readBigUInt64LE(32));
  const entrySize = header.readUInt16LE(54);
  const count = header.readUInt16LE(56);
  if (entrySize !== 56)
    throw unusable(
      `the ELF file's program headers have ${entrySize} bytes, not 56`,
      file.path,
      "build it again",
    );
  const table = file.read(offset, count * entrySize);
  return Array.from({ length: count }, (_, i) => ({
    type: table.readUInt32LE(i * 56),
    offset: Number(table.readBigUInt64LE(i * 56 + 8)),
    address: table.readBigUInt64LE(i * 56 + 16),
    fileSize: Number(table.readBigUInt64LE(i * 56 + 32)),
  }));
}

function checkSegments(file: Source, segments: readonly Segment[]): void {
  if (!segments.some((segment) => segment.type === ptLoad)) {
    throw unusable("the ELF file has nothing to load", file.path, "give a linked program");
  }
  for (const segment of segments) {
    const end = segment.offset + segment.fileSize;
    if (segment.type === ptLoad && end > file.size) throw truncated(file.path, file.size, end);
  }
}

function readInterp(file: Source, segments: readonly Segment[]): string | null {
  const segment = segments.find(({ type }) => type === ptInterp);
  if (segment === undefined) return null;
  return file.read(segment.offset, segment.fileSize).toString("utf8").replace(/\0.*$/s, "");
}

function readDynamicSection(file: Source, segments: readonly Segment[]) {
  const none = { soname: null, needed: [], rpath: [], runpath: [], noDefaultDirs: false };
  const segment = segments.find(({ type }) => type === ptDynamic);
  if (segment === undefined || segment.fileSize === 0) return none;
  const table = file.read(segment.offset, segment.fileSize);
  const entries: { tag: bigint; value: bigint }[] = [];
  for (let at = 0; at + 16 <= table.length; at += 16) {
    const tag = table.readBigInt64LE(at);
    if (tag === 0n) break;
    entries.push({ tag, value: table.readBigUInt64LE(at + 8) });
  }
  const value = (tag: bigint) => entries.find((entry) => entry.tag === tag)?.value;
  const stringsAt = value(DT.strtab);
  const stringsSize = Number(value(DT.strsz) ?? 0n);
  if (stringsAt === undefined) return none;
  const strings = file.read(offsetOf(file, segments, stringsAt), stringsSize);
  const text = (at: bigint | undefined) => {
    if (at === undefined || at >= BigInt(stringsSize)) return null;
    const end = strings.indexOf(0, Number(at));
    return strings.toString("utf8", Number(at), end < 0 ? stringsSize : end);
  };
  const paths = (tag: bigint) => (text(value(tag)) ?? "").split(":").filter((path) => path !== "");
  return {
    soname: text(value(DT.soname)),
    needed: entries.filter(({ tag }) => tag === DT.needed).map((entry) => text(entry.value) ?? ""),
    rpath: paths(DT.rpath),
    runpath: paths(DT.runpath),
    noDefaultDirs: ((value(DT.flags1) ?? 0n) & df1NoDefLib) !== 0n,
  };
}

function offsetOf(file: Source, segments: readonly Segment[], address: bigint): number {
  for (const { type, address: start, offset, fileSize } of segments) {
    if (type === ptLoad && address >= start && address < start + BigInt(fileSize))
      return offset + Number(address - start);
  }
  throw unusable(
    "the ELF file's dynamic section points outside the file",
    file.path,
    "copy or build the file again",
  );
}
