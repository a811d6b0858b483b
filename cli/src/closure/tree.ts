/**
 * The tree of files that becomes an image, filled from the host.
 *
 * A host path goes in as it is: every symbolic link on the way becomes a symbolic link in the image and its target
 * follows, so that a lookup by any spelling works in the guest as on the host (merged /usr, alternatives).
 *
 * Invariants: every entry's parent is a directory entry; an entry once added is never replaced by a host path.
 */
import { lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { errorCode, OsierError } from "../ui/error.ts";

export type TreeEntry =
  | { kind: "dir"; mode: number }
  | { kind: "symlink"; target: string }
  | { kind: "file"; mode: number; mtime: number; size: number; host: string }
  | { kind: "text"; mode: number; text: Buffer };

/** A host file, directory or link that the tree was made from; together they tell whether an image is still good. */
export interface TreeInput {
  path: string;
  /** -1 for a directory or link, whose size does not matter. */
  size: number;
  mtimeMs: number;
}

const maxLinks = 40;

export class GuestTree {
  readonly entries = new Map<string, TreeEntry>([["/", { kind: "dir", mode: 0o755 }]]);
  readonly inputs = new Map<string, TreeInput>();

  /** Adds a host file, directory (itself only) or link under its own path; returns where it really lies. */
  addHost(path: string): string {
    return this.walk(resolve(path), 0);
  }

  /** Adds a host directory and all that is in it, links as links (their targets follow only inside the directory). */
  addHostTree(dir: string, keep: (path: string) => boolean = () => true): void {
    const real = this.addHost(dir);
    this.note(real, lstatSync(real));
    for (const name of readdirSync(real).sort()) {
      const path = join(real, name);
      if (!keep(path)) continue;
      const stat = lstatSync(path);
      if (stat.isDirectory()) this.addHostTree(path, keep);
      else if (stat.isSymbolicLink()) this.put(path, { kind: "symlink", target: readlinkSync(path) }, stat);
      else if (stat.isFile()) this.putFile(path, path, stat);
    }
  }

  /** Adds a host file or directory under another path; host links are followed. */
  addHostAs(host: string, guest: string): void {
    const real = this.followHost(host);
    const stat = lstatSync(real);
    if (stat.isDirectory()) {
      this.addDir(guest, stat.mode & 0o7777);
      this.note(real, stat);
      for (const name of readdirSync(real).sort()) this.addHostAs(join(real, name), join(guest, name));
    } else if (stat.isFile()) {
      this.addDir(dirname(guest));
      this.putFile(this.resolveGuest(guest), real, stat);
    }
  }

  /** Adds a generated file. */
  addText(guest: string, text: string | Buffer, mode = 0o644): void {
    this.addDir(dirname(guest));
    this.entries.set(this.resolveGuest(guest), { kind: "text", mode, text: Buffer.from(text) });
  }

  /** Adds a directory and its parents; one that exists keeps its mode. */
  addDir(guest: string, mode = 0o755): void {
    if (guest === "/") return;
    this.addDir(dirname(guest));
    const path = this.resolveGuest(guest);
    if (!this.entries.has(path)) this.entries.set(path, { kind: "dir", mode });
  }

  /** Sum of the files' sizes in bytes. */
  get size(): number {
    let total = 0;
    for (const entry of this.entries.values()) {
      if (entry.kind === "file") total += entry.size;
      else if (entry.kind === "text") total += entry.text.length;
    }
    return total;
  }

  /** The host file that a guest path shows, through the tree's links; null when it is not from the host. */
  hostFile(guest: string): string | null {
    const entry = this.entries.get(this.resolveGuest(guest));
    return entry?.kind === "file" ? entry.host : null;
  }

  /** Where a guest path lies after following the tree's links; components that are not there yet stand for themselves. */
  resolveGuest(path: string): string {
    let links = 0;
    let done = "/";
    const rest = path.split("/").filter((name) => name !== "");
    while (rest.length > 0) {
      const next = resolve(done, rest.shift() as string);
      const entry = this.entries.get(next);
      if (entry?.kind !== "symlink") {
        done = next;
        continue;
      }
      if (++links > maxLinks) throw loopError(path);
      rest.unshift(...entry.target.split("/").filter((name) => name !== ""));
      if (entry.target.startsWith("/")) done = "/";
    }
    return done;
  }

  private walk(path: string, links: number): string {
    if (links > maxLinks) throw loopError(path);
    if (path === "/") return "/";
    const parent = this.walk(dirname(path), links);
    const here = resolve(parent, path.slice(dirname(path).length).replace(/^\//, ""));
    const stat = hostStat(here);
    if (stat.isSymbolicLink()) {
      const target = readlinkSync(here);
      this.put(here, { kind: "symlink", target }, stat);
      return this.walk(resolve(dirname(here), target), links + 1);
    }
    if (stat.isDirectory()) {
      if (!this.entries.has(here)) this.entries.set(here, { kind: "dir", mode: stat.mode & 0o7777 });
    } else if (stat.isFile()) this.putFile(here, here, stat);
    else
      throw new OsierError({
        what: "only files, directories and links can go into an image",
        where: here,
        mend: "leave it out",
      });
    return here;
  }

  private followHost(path: string, links = 0): string {
    if (links > maxLinks) throw loopError(path);
    const stat = hostStat(path);
    return stat.isSymbolicLink()
      ? this.followHost(resolve(dirname(path), readlinkSync(path)), links + 1)
      : path;
  }

  private putFile(guest: string, host: string, stat: Stats): void {
    const entry = {
      kind: "file",
      mode: stat.mode & 0o7777,
      mtime: Math.floor(stat.mtimeMs / 1000),
      size: stat.size,
      host,
    } as const;
    this.put(guest, entry, stat);
    this.inputs.set(host, { path: host, size: stat.size, mtimeMs: stat.mtimeMs });
  }

  private put(guest: string, entry: TreeEntry, stat: Stats): void {
    if (!this.entries.has(guest)) this.entries.set(guest, entry);
    if (entry.kind === "symlink") this.note(guest, stat);
  }

  private note(path: string, stat: Stats): void {
    this.inputs.set(path, { path, size: -1, mtimeMs: stat.mtimeMs });
  }
}

function hostStat(path: string): Stats {
  try {
    return lstatSync(path);
  } catch (cause) {
    const code = errorCode(cause);
    const what =
      code === "ENOENT" || code === "ENOTDIR" ? "there is no such file" : `the file cannot be read (${code})`;
    throw new OsierError({ what, where: path, mend: "check the path", cause });
  }
}

function loopError(path: string): OsierError {
  return new OsierError({
    what: "too many symbolic links",
    where: path,
    mend: "find the loop with: namei -l PATH",
  });
}
