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
