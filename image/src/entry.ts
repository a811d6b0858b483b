/** What goes into an image: a flat list of entries by guest path, from which the writer builds the directories. */
import { ImageError } from "./error.ts";
import { checkName, nameOf } from "./guest-path.ts";

interface EntryBase {
  /** Absolute, without "." or "..", no trailing slash but for the root. */
  readonly path: string;
  /** Permission bits, set-id and sticky bits included. */
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Seconds since 1970; 0 when absent, so that equal input gives equal bytes. */
  readonly mtime?: number;
}
export type FileSource = { readonly host: string; readonly size: number } | { readonly bytes: Uint8Array };
export type ImageEntry =
  | (EntryBase & { readonly kind: "directory" })
  | (EntryBase & { readonly kind: "symlink"; readonly target: string })
  | (EntryBase & {
      readonly kind: "device";
      readonly type: "character" | "block";
      /** As `deviceNumber` gives it. */
      readonly device: number;
    })
  | (EntryBase & {
      readonly kind: "file";
      readonly source: FileSource;
      /** Every page in a block of its own, so that it is mapped in place: for executables and libraries. */
      readonly aligned?: boolean;
    });

/** PATH_MAX of Linux without its NUL: the longest target that readlink(2) and path lookup take. */
export const LONGEST_TARGET = 4095;

/** A device number as EROFS stores it in `i_u.rdev`: Linux's new_encode_dev, 12 bits of major and 20 of minor. */
export function deviceNumber(major: number, minor: number): number {
  return ((minor & 0xff) | ((major & 0xfff) << 8) | ((minor & 0xfff00) << 12)) >>> 0;
}

function isNatural(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

/** @throws ImageError limit: a field that the format cannot hold */
export function checkEntry(entry: ImageEntry): void {
  const refuse = (what: string, mend: string) => new ImageError("limit", what, entry.path, mend);
  if (!entry.path.startsWith("/")) throw refuse("the path is not absolute", "begin it with a slash");
  if (entry.path !== "/") checkName(nameOf(entry.path), entry.path);
  if (!isNatural(entry.mode, 0o7777)) throw refuse(`the mode is ${entry.mode}`, "give permission bits only");
  for (const id of [entry.uid ?? 0, entry.gid ?? 0])
    if (!isNatural(id, 0xffffffff)) throw refuse(`the owner is ${id}`, "owners are 0 to 4294967295");
  if (!Number.isSafeInteger(Math.floor(entry.mtime ?? 0)))
    throw refuse(`the time is ${entry.mtime}`, "give seconds since 1970");
  if (entry.kind === "symlink") {
    const length = Buffer.byteLength(entry.target);
    if (length === 0 || length > LONGEST_TARGET || entry.target.includes("\0"))
      throw refuse(
        `the link's target of ${length} bytes is no path`,
        `targets have 1 to ${LONGEST_TARGET} bytes, no NUL`,
      );
  }
  if (entry.kind === "device" && !isNatural(entry.device, 0xffffffff))
    throw refuse(`the device number is ${entry.device}`, "make it with deviceNumber(major, minor)");
  if (entry.kind === "file" && "host" in entry.source && !isNatural(entry.source.size, 2 ** 44))
    throw refuse(`the size is ${entry.source.size}`, "a file has at most 16 TiB");
}
