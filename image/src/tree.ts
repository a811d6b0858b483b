/**
 * An image described in memory, before it is written.
 *
 * A guest path means what it would mean in the guest: symbolic links of the tree are followed in every component but the
 * last, so with /lib -> usr/lib in the tree, /lib/x.so lies at /usr/lib/x.so (Debian's merged /usr). Parents that are not
 * there are made, with mode 0755.
 *
 * Invariants: every entry's parent is a directory of the tree; nothing is replaced silently: what differs from an entry
 * that is there is a conflict, what equals it is no change.
 */
import type { ImageEntry } from "./entry.ts";
import { checkEntry, deviceNumber } from "./entry.ts";
import { ImageError } from "./error.ts";
import { checkName, joinPath, namesOf, parentOf } from "./guest-path.ts";
import { hostFile, walkHost } from "./host.ts";

export interface EntryOptions {
  /** Permission bits; a default for the kind where absent. */
  mode?: number;
  /** Owner and group; 0 where absent. */
  uid?: number;
  gid?: number;
  /** Seconds since 1970. */
  mtime?: number;
}
export interface FileOptions extends EntryOptions {
  /**
   * Whether the last, partial block may stand behind the inode. False puts every page into a block of its own, so that
   * the kernel maps all of them in place. Default: false for executables and shared libraries, true for the rest.
   */
  inline?: boolean;
}
export interface DeviceOptions extends EntryOptions {
  type: "character" | "block";
  major: number;
  minor: number;
}
/** Says of each host path whether it goes in; a directory that does not takes all below it along. */
export type HostFilter = (hostPath: string, guestPath: string) => boolean;

const MOST_LINKS = 40;
const anyExecute = 0o111;
const libraryName = /\.so(\.[\d.]+)?$/;

export class ImageTree implements Iterable<ImageEntry> {
  private readonly entries = new Map<string, ImageEntry>();
  /** Directories that only came about as somebody's parent. */
  private readonly implied = new Set<string>(["/"]);

  constructor() {
    this.entries.set("/", { kind: "directory", path: "/", mode: 0o755 });
  }

  /** Entries in order of insertion; the writer sorts. */
  [Symbol.iterator](): Iterator<ImageEntry> {
    return this.entries.values();
  }
  get size(): number {
    return this.entries.size;
  }
  /** The entry at a guest path; links on the way are followed, the last component's is not. */
  get(guest: string): ImageEntry | undefined {
    return this.entries.get(this.resolve(guest, false));
  }

  /**
   * Adds a file: bytes, or a host file, whose permissions and time it takes where `options` give none.
   * @returns where it lies in the image
   * @throws ImageError conflict, limit, not-found, unreadable, unsupported (the host path is no regular file)
   */
  addFile(guest: string, source: string | Uint8Array, options: FileOptions = {}): string {
    const { inline, ...given } = options;
    const host = typeof source === "string" ? hostFile(source) : null;
    const path = this.place(guest);
    const mode = given.mode ?? host?.mode ?? 0o644;
    const mtime = given.mtime ?? host?.mtime ?? 0;
    const mapped = (mode & anyExecute) !== 0 || libraryName.test(path);
    const bytes = host === null ? { bytes: source as Uint8Array } : { host: host.path, size: host.size };
    return this.put({
      ...given,
      kind: "file",
      path,
      mode,
      mtime,
      source: bytes,
      aligned: inline === undefined ? mapped : !inline,
    });
  }

  /** Adds a directory; a link to a directory in its place stands for that directory. @throws ImageError conflict, limit */
  addDirectory(guest: string, options: EntryOptions = {}): string {
    const path = this.makeDirectory(this.resolve(guest, true), guest);
    const entry: ImageEntry = { mode: 0o755, ...options, kind: "directory", path };
    if (!this.implied.delete(path)) return this.put(entry);
    checkEntry(entry);
    this.entries.set(path, entry);
    return path;
  }

  /** Adds a symbolic link; its target need not exist. @throws ImageError conflict, limit */
  addSymlink(guest: string, target: string, options: EntryOptions = {}): string {
    return this.put({ mode: 0o777, ...options, kind: "symlink", path: this.place(guest), target });
  }

  /** Adds a device node. @throws ImageError conflict, limit */
  addDevice(guest: string, options: DeviceOptions): string {
    const { major, minor, ...rest } = options;
    const device = deviceNumber(major, minor);
    return this.put({ mode: 0o600, ...rest, kind: "device", path: this.place(guest), device });
  }

  /**
   * Adds a host directory as a guest directory, with all below it: permissions and the files' times as on the host, links
   * as links, owner 0:0. A host directory that meets a link of the tree goes to where the link leads.
   * @throws ImageError conflict, limit, not-found, unreadable, unsupported (sockets and pipes: leave them out by `filter`)
   */
  addHostTree(hostDirectory: string, guestDirectory: string, filter: HostFilter = () => true): void {
    for (const item of walkHost(hostDirectory, guestDirectory, filter)) {
      const { guest, mode, mtime } = item;
      switch (item.kind) {
        case "directory":
          this.joinDirectory(guest, mode);
          break;
        case "symlink":
          this.addSymlink(guest, item.target);
          break;
        case "device":
          this.put({ kind: "device", path: this.place(guest), mode, type: item.type, device: item.device });
          break;
        case "file":
          this.addFile(guest, item.host, { mode, mtime });
      }
    }
  }

  /**
   * Where a path lies after following the tree's links; names that are not there yet stand for themselves.
   * @param last whether a link in the last component is followed
   * @throws ImageError conflict (too many links)
   */
  resolve(guest: string, last = true): string {
    const rest = namesOf(guest);
    let at = "/";
    let links = 0;
    while (rest.length > 0) {
      const name = rest.shift()!;
      if (name === "..") {
        at = parentOf(at);
        continue;
      }
      checkName(name, guest);
      const next = joinPath(at, name);
      const entry = this.entries.get(next);
      if (entry?.kind !== "symlink" || (rest.length === 0 && !last)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS)
        throw new ImageError("conflict", "too many symbolic links", guest, `look at the link ${next}`);
      if (entry.target.startsWith("/")) at = "/";
      rest.unshift(...namesOf(entry.target));
    }
    return at;
  }

  /** The place of a new entry, its parents made. */
  private place(guest: string): string {
    const path = this.resolve(guest, false);
    if (path !== "/") this.makeDirectory(parentOf(path), guest);
    return path;
  }

  private makeDirectory(path: string, guest: string): string {
    const there = this.entries.get(path);
    if (there !== undefined) {
      if (there.kind === "directory") return path;
      const what = `${path} is a ${there.kind}, and a directory is wanted there`;
      throw new ImageError("conflict", what, guest, "leave one of the two out");
    }
    this.makeDirectory(parentOf(path), guest);
    this.entries.set(path, { kind: "directory", path, mode: 0o755 });
    this.implied.add(path);
    return path;
  }

  /** A host directory that meets an explicit one leaves it as it is: two trees may share their upper parts. */
  private joinDirectory(guest: string, mode: number): void {
    const there = this.entries.get(this.resolve(guest, true));
    if (there?.kind === "directory" && !this.implied.has(there.path)) return;
    this.addDirectory(guest, { mode });
  }

  private put(entry: ImageEntry): string {
    checkEntry(entry);
    const there = this.entries.get(entry.path);
    if (there === undefined) this.entries.set(entry.path, entry);
    else if (!sameEntry(there, entry)) {
      const kinds =
        there.kind === entry.kind ? `two different ${there.kind} entries` : `${there.kind} and ${entry.kind}`;
      throw new ImageError(
        "conflict",
        `the image would have ${kinds} in one place`,
        entry.path,
        "leave one of the two out",
      );
    }
    return entry.path;
  }
}

function sameEntry(a: ImageEntry, b: ImageEntry): boolean {
  if (
    a.kind !== b.kind ||
    a.mode !== b.mode ||
    (a.uid ?? 0) !== (b.uid ?? 0) ||
    (a.gid ?? 0) !== (b.gid ?? 0) ||
    (a.mtime ?? 0) !== (b.mtime ?? 0)
  )
    return false;
  if (a.kind === "symlink" && b.kind === "symlink") return a.target === b.target;
  if (a.kind === "device" && b.kind === "device") return a.type === b.type && a.device === b.device;
  if (a.kind !== "file" || b.kind !== "file") return true;
  if ((a.aligned ?? false) !== (b.aligned ?? false)) return false;
  if ("bytes" in a.source)
    return "bytes" in b.source && Buffer.compare(Buffer.from(a.source.bytes), b.source.bytes) === 0;
  return "host" in b.source && a.source.host === b.source.host && a.source.size === b.source.size;
}
