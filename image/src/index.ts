/** Images: written and read. EROFS, uncompressed (docs/image-format.md). */
export { cat, type Listed, ls, tree } from "./browse.ts";
export type { ImageEntry } from "./entry.ts";
export { ErofsImage, type Inode } from "./erofs/read.ts";
export { type WrittenImage, writeErofs } from "./erofs/write.ts";
export { ImageError, type ImageErrorCode } from "./error.ts";
