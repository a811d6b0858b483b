/** Paths in the image: absolute, names of 1 to 255 bytes separated by single slashes. */
import { ImageError } from "./error.ts";

export const LONGEST_NAME = 255;

export function joinPath(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}
/** The part before the last slash; "/" for what lies in the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
/** A path's names; empty ones and "." are left out, ".." stays. */
export function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

/** @throws ImageError limit: a name that no directory can hold, where `path` is the whole path it stands in */
export function checkName(name: string, path: string): void {
  const refuse = (what: string, mend: string) => new ImageError("limit", what, path, mend);
  const bytes = Buffer.byteLength(name);
  if (bytes === 0 || bytes > LONGEST_NAME)
    throw refuse(`the name has ${bytes} bytes`, `names have 1 to ${LONGEST_NAME} bytes`);
  if (name === "." || name === "..") throw refuse(`"${name}" is no name of a file`, "give the plain path");
  if (name.includes("\0")) throw refuse("the name has a NUL in it", "give it another name");
}
