/** The one error of this room: what went wrong, where, and how to mend it. */
export type ImageErrorCode =
  /** No room, or quota, for the image. */
  | "disk-full"
  /** The image cannot be written there for another reason: permissions, a missing directory, a limit of the disk. */
  | "unwritable"
  /** A host file cannot be opened or read. */
  | "unreadable"
  /** A host file changed between being looked at and being copied. */
  | "source-changed"
  /** Two things want the same place in the image. */
  | "conflict"
  /** A field of an image or ELF file contradicts its format. */
  | "damaged"
  /** A file ends before its headers say so. */
  | "truncated"
  /** Valid, but of a kind that is not handled here. */
  | "unsupported"
  /** No such file. */
  | "not-found"
  /** Greater or longer than the format can hold. */
  | "limit"
  /** Not an ELF file at all. */
  | "not-elf"
  /** An ELF file for another processor. */
  | "wrong-machine";

export class ImageError extends Error {
  readonly code: ImageErrorCode;
  readonly what: string;
  /** A path of the host or of the image. */
  readonly where: string;
  readonly mend: string;
  /** Byte offset in the file of the field at fault; null where the fault is not of a field. */
  readonly offset: number | null;

  constructor(
    code: ImageErrorCode,
    what: string,
    where: string,
    mend: string,
    cause?: unknown,
    offset: number | null = null,
  ) {
    super(`${what}: ${where}`, { cause });
    this.name = "ImageError";
    this.code = code;
    this.what = what;
    this.where = where;
    this.mend = mend;
    this.offset = offset;
  }
}

/** An image whose field at byte `offset` is wrong. */
export function damaged(what: string, where: string, offset: number | null = null): ImageError {
  const at = offset === null ? "" : ` (byte ${offset})`;
  return new ImageError(
    "damaged",
    `the image is damaged: ${what}${at}`,
    where,
    "make the image again",
    undefined,
    offset,
  );
}

/** The system's code (`ENOENT`, ...) of something caught; "" when it has none. */
export function systemCode(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

/** A host file that could not be looked at, opened or read, as this room's error. */
export function unreadable(path: string, cause: unknown): ImageError {
  const code = systemCode(cause);
  if (code === "ENOENT" || code === "ENOTDIR")
    return new ImageError("not-found", "there is no such file", path, "check the path", cause);
  return new ImageError(
    "unreadable",
    `the file cannot be read (${code === "" ? cause : code})`,
    path,
    "check its permissions, or leave it out",
    cause,
  );
}
