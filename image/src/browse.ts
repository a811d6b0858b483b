/** What `osier inspect` shows of an image: data, for the command to print. */
import type { ErofsImage, Inode } from "./erofs/read.ts";

export interface Listed {
  readonly path: string;
  readonly name: string;
  readonly inode: Inode;
  /** Target of a symbolic link. */
  readonly target: string | null;
  readonly depth: number;
}

function listed(image: ErofsImage, path: string, name: string, inode: Inode, depth: number): Listed {
  return { path, name, inode, target: inode.kind === "symlink" ? image.readLink(inode) : null, depth };
}
function join(dir: string, name: string): string {
  return dir === "/" ? `/${name}` : `${dir}/${name}`;
}

/** A directory's entries, or the file itself. @throws ImageError not-found, damaged */
export function ls(image: ErofsImage, path: string): Listed[] {
  const inode = image.lookup(path);
  const clean = `/${path.split("/").filter(Boolean).join("/")}`;
  if (inode.kind !== "directory")
    return [listed(image, clean, clean.slice(clean.lastIndexOf("/") + 1), inode, 0)];
  return image.list(inode).map((i) => listed(image, join(clean, i.name), i.name, image.inode(i.nid), 0));
}

/** All that is below a path, parents before their children. A directory that contains itself is cut off. */
export function* tree(image: ErofsImage, path: string): Generator<Listed> {
  const clean = `/${path.split("/").filter(Boolean).join("/")}`;
  yield* walk(image, clean, image.lookup(path), 0, new Set());
}
function* walk(
  image: ErofsImage,
  path: string,
  directory: Inode,
  depth: number,
  above: Set<number>,
): Generator<Listed> {
  if (directory.kind !== "directory" || above.has(directory.nid)) return;
  const inside = new Set(above).add(directory.nid);
  for (const item of image.list(directory)) {
    const inode = image.inode(item.nid);
    const below = join(path, item.name);
    yield listed(image, below, item.name, inode, depth);
    yield* walk(image, below, inode, depth + 1, inside);
  }
}

/** A file's bytes in pieces. @throws ImageError not-found, or `conflict` for a directory */
export function cat(image: ErofsImage, path: string): Generator<Buffer> {
  return image.contents(image.lookup(path));
}
