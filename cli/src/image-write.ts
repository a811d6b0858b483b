/** Writes a tree as an EROFS image, whole or not at all. */
import { type ImageEntry, ImageError, writeErofs } from "@osier/image";
import type { GuestTree } from "./closure/tree.ts";
import { OsierError } from "./ui/error.ts";

const anyExecute = 0o111;

/** The tree's entries as the image room takes them; what a loader maps gets blocks of its own. */
function* imageEntries(tree: GuestTree): Generator<ImageEntry> {
  for (const [path, entry] of tree.entries) {
    switch (entry.kind) {
      case "dir":
        yield { kind: "directory", path, mode: entry.mode };
        break;
      case "symlink":
        yield { kind: "symlink", path, mode: 0o777, target: entry.target };
        break;
      case "text":
        yield { kind: "file", path, mode: entry.mode, source: { bytes: entry.text } };
        break;
      case "file": {
        const aligned = (entry.mode & anyExecute) !== 0 || /\.so(\.|$)/.test(path);
        const source = { host: entry.host, size: entry.size };
        yield { kind: "file", path, mode: entry.mode, mtime: entry.mtime, source, aligned };
      }
    }
  }
}

/** @param path where the image goes; it is replaced in one step */
export async function writeImage(tree: GuestTree, path: string): Promise<void> {
  try {
    writeErofs(imageEntries(tree), path);
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    throw new OsierError({ what: cause.what, where: cause.where, mend: cause.mend, cause });
  }
}
