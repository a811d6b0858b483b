/** Files of the host as they go into an image: looked at once, in order of name. */
import { lstatSync, readdirSync, readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { ImageError, unreadable } from "./error.ts";
import { joinPath } from "./guest-path.ts";

export interface HostFile {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  /** Whole seconds since 1970. */
  readonly mtime: number;
}
export type HostItem = { readonly guest: string; readonly mode: number; readonly mtime: number } & (
  | { readonly kind: "directory" }
  | { readonly kind: "symlink"; readonly target: string }
  | { readonly kind: "device"; readonly type: "character" | "block"; readonly device: number }
  | { readonly kind: "file"; readonly host: string }
);

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
function unsupported(what: string, path: string): ImageError {
  return new ImageError("unsupported", what, path, "leave it out");
}
function attributes(stat: Stats): { mode: number; mtime: number } {
  return { mode: stat.mode & 0o7777, mtime: Math.floor(stat.mtimeMs / 1000) };
}

/** A regular file behind a host path, links followed. @throws ImageError not-found, unreadable, unsupported */
export function hostFile(path: string): HostFile {
  const stat = attempt(path, () => statSync(path));
  if (!stat.isFile()) throw unsupported("only a regular file has bytes to put into an image", path);
  return { path: resolve(path), size: stat.size, ...attributes(stat) };
}

/** A directory and all below it, parents before their children, by name. @throws ImageError as hostFile */
export function* walkHost(
  host: string,
  guest: string,
  filter: (host: string, guest: string) => boolean,
): Generator<HostItem> {
  const root = attempt(host, () => realpathSync(host));
  if (!attempt(host, () => lstatSync(root)).isDirectory()) throw unsupported("it is no directory", host);
  yield* walk(root, guest, filter);
}

function* walk(
  host: string,
  guest: string,
  filter: (host: string, guest: string) => boolean,
): Generator<HostItem> {
  yield { guest, kind: "directory", ...attributes(attempt(host, () => lstatSync(host))) };
  for (const name of namesIn(host)) {
    const path = join(host, name);
    const at = joinPath(guest, name);
    if (!filter(path, at)) continue;
    const stat = attempt(path, () => lstatSync(path));
    if (stat.isDirectory()) yield* walk(path, at, filter);
    else yield { guest: at, ...attributes(stat), ...contents(path, stat) };
  }
}

function contents(path: string, stat: Stats) {
  if (stat.isFile()) return { kind: "file", host: path } as const;
  if (stat.isSymbolicLink())
    return { kind: "symlink", target: attempt(path, () => readlinkSync(path)) } as const;
  if (stat.isCharacterDevice() || stat.isBlockDevice()) {
    const type = stat.isBlockDevice() ? "block" : "character";
    return { kind: "device", type, device: stat.rdev } as const;
  }
  throw unsupported("pipes and sockets cannot go into an image", path);
}

/** Names by their bytes; one that is not UTF-8 could not be given to the writer. */
function namesIn(directory: string): string[] {
  const names = attempt(directory, () => readdirSync(directory, { encoding: "buffer" }));
  names.sort(Buffer.compare);
  return names.map((bytes) => {
    const name = bytes.toString();
    if (Buffer.from(name).equals(bytes)) return name;
    throw unsupported("the name is not UTF-8", join(directory, name));
  });
}
