/**
 * Images: described, written and read (EROFS, uncompressed: docs/image-format.md), and the ELF files that go into them.
 *
 *   const tree = new ImageTree();
 *   tree.addFile("/bin/hello", "/usr/bin/hello");
 *   writeErofs(tree, "hello.erofs");
 *   using image = openErofs("hello.erofs");
 *   for (const { path } of ls(image, "/bin")) ...
 *
 * Whatever fails throws an `ImageError`.
 */
export { cat, type Listed, ls, tree } from "./browse.ts";
export type { ElfDynamic } from "./elf/dynamic.ts";
export { ElfFile } from "./elf/file.ts";
export type { MachineName } from "./elf/format.ts";
export type { ElfHeader } from "./elf/header.ts";
export type { Segment } from "./elf/segments.ts";
export type { NamedAddress } from "./elf/symbol-index.ts";
export type { ElfSymbol } from "./elf/symbols.ts";
export { deviceNumber, type FileSource, type ImageEntry } from "./entry.ts";
export { ErofsImage, type Inode, openErofs } from "./erofs/read.ts";
export { type WrittenImage, writeErofs } from "./erofs/write.ts";
export { ImageError, type ImageErrorCode } from "./error.ts";
export {
  type DeviceOptions,
  type EntryOptions,
  type FileOptions,
  type HostFilter,
  ImageTree,
} from "./tree.ts";
