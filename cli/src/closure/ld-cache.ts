/**
 * Reads /etc/ld.so.cache, the loader's index from library name to path.
 *
 * Format (glibc 2.36, sysdeps/generic/dl-cache.h, `struct cache_file_new`): magic "glibc-ld.so.cache1.1",
 * u32 entry count, u32 string length, u8 flags, 3 pad, u32 extension offset, 3 x u32 unused; then entries of
 * 24 bytes: i32 flags, u32 key, u32 value, u32 osversion, u64 hwcap. Offsets count from the start of the file.
 * An older file puts `struct cache_file` ("ld.so-1.7.0") in front, after which the new part stands 8-aligned.
 */
import { readFileSync } from "node:fs";
import { errorCode } from "../ui/error.ts";

const newMagic = Buffer.from("glibc-ld.so.cache1.1", "latin1");
const headerSize = 48;
const entrySize = 24;
/** FLAG_ELF_LIBC6 | FLAG_X8664_LIB64 */
const flagsX64 = 0x0303;

export interface LdCache {
  /** Paths for a library name, best first. */
  lookup(name: string): readonly string[];
}

function textAt(file: Buffer, offset: number): string {
  const end = file.indexOf(0, offset);
  return file.toString("utf8", offset, end < 0 ? file.length : end);
}

/** Parses a cache; null when the bytes are not one. */
export function parseLdCache(file: Buffer): LdCache | null {
  const start = file.indexOf(newMagic);
  if (start < 0 || start + headerSize > file.length) return null;
  const count = file.readUInt32LE(start + 20);
  if (start + headerSize + count * entrySize > file.length) return null;
  const paths = new Map<string, { plain: string[]; tuned: string[] }>();
  for (let i = 0; i < count; i++) {
    const at = start + headerSize + i * entrySize;
    if (file.readInt32LE(at) !== flagsX64) continue;
    const name = textAt(file, start + file.readUInt32LE(at + 4));
    const path = textAt(file, start + file.readUInt32LE(at + 8));
    const entry = paths.get(name) ?? { plain: [], tuned: [] };
    paths.set(name, entry);
    // Entries with a hwcap are builds for particular processors; the guest's is not known here.
    (file.readBigUInt64LE(at + 16) === 0n ? entry.plain : entry.tuned).push(path);
  }
  return {
    lookup(name) {
      const entry = paths.get(name);
      return entry === undefined ? [] : [...entry.plain, ...entry.tuned];
    },
  };
}

/** The machine's cache, or null when there is none. */
export function readLdCache(path = "/etc/ld.so.cache"): LdCache | null {
  try {
    return parseLdCache(readFileSync(path));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
