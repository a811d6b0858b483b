/** The one error of this room: what went wrong, where, and how to mend it. */
export type ImageErrorCode =
  | "disk-full"
  | "source-changed"
  | "conflict"
  | "damaged"
  | "unsupported"
  | "not-found"
  | "limit";

export class ImageError extends Error {
  readonly code: ImageErrorCode;
  readonly what: string;
  readonly where: string;
  readonly mend: string;

  constructor(code: ImageErrorCode, what: string, where: string, mend: string, cause?: unknown) {
    super(`${what}: ${where}`, { cause });
    this.name = "ImageError";
    this.code = code;
    this.what = what;
    this.where = where;
    this.mend = mend;
  }
}

export function damaged(what: string, where: string): ImageError {
  return new ImageError("damaged", `the image is damaged: ${what}`, where, "make the image again");
}
