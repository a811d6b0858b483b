/** What `osier inspect` shows of an image: data, for the command to print. */
import type { ErofsImage, Inode } from "./erofs/read.ts";
import { damaged, ImageError } from "./error.ts";
import { joinPath, nameOf, namesOf } from "./guest-path.ts";

export interface Listed {
  readonly path: string;
  readonly name: string;
  readonly inode: Inode;
  /** Target of a symbolic link. */
  readonly target: string | null;
  readonly depth: number;
}

/** As deep as a path of PATH_MAX (4096) bytes can name. */
const DEEPEST = 2048;

function listed(image: ErofsImage, path: string, name: string, inode: Inode, depth: number): Listed {
  return { path, name, inode, target: inode.kind === "symlink" ? image.readLink(inode) : null, depth };
}
function cleanPath(path: string): string {
  return `/${namesOf(path).join("/")}`;
}

/** A directory's entries, or the file itself. @throws ImageError not-found, damaged */
export function ls(image: ErofsImage, path: string): Listed[] {
  const inode = image.lookup(path);
  const clean = cleanPath(path);
  if (inode.kind !== "directory") return [listed(image, clean, nameOf(clean), inode, 0)];
  return image.list(inode).map((i) => listed(image, joinPath(clean, i.name), i.name, image.child(i), 0));
}

/** All that is below a path, parents before their children. @throws ImageError not-found, damaged */
export function* tree(image: ErofsImage, path: string): Generator<Listed> {
  yield* walk(image, cleanPath(path), image.lookup(path), 0, new Set());
}
/** A directory has one place: one that comes again would make the tree endless, or as good as. */
function* walk(
  image: ErofsImage,
  path: string,
  directory: Inode,
  depth: number,
  seen: Set<number>,
): Generator<Listed> {
  if (directory.kind !== "directory") return;
  if (seen.has(directory.nid)) throw damaged(`directory ${directory.nid} stands in two places`, image.path);
  seen.add(directory.nid);
  if (depth > DEEPEST) throw damaged(`its directories are more than ${DEEPEST} deep`, image.path);
  for (const item of image.list(directory)) {
    const inode = image.child(item);
    const below = joinPath(path, item.name);
    yield listed(image, below, item.name, inode, depth);
    yield* walk(image, below, inode, depth + 1, seen);
  }
}

/** A file's bytes in pieces; a directory or device has none to show. @throws ImageError not-found, unsupported, damaged */
export function cat(image: ErofsImage, path: string): Generator<Buffer> {
  const inode = image.lookup(path);
  if (inode.kind !== "file")
    throw new ImageError("unsupported", `it is a ${inode.kind}, not a regular file`, path, "use ls or tree");
  return image.contents(inode);
}
