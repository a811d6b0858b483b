/** What every image has: accounts, name resolution, the directories that the kernel mounts over. */
import { existsSync, lstatSync } from "node:fs";
import type { GuestTree } from "./tree.ts";

/** Directories that exist empty; the kernel mounts filesystems of its own on the first five. */
const directories: readonly [string, number][] = [
  ["/tmp", 0o1777],
  ["/proc", 0o555],
  ["/dev", 0o755],
  ["/sys", 0o555],
  ["/run", 0o755],
  ["/root", 0o700],
  ["/etc", 0o755],
  ["/var/tmp", 0o1777],
];

/** Links of a merged /usr: a program finds its files by either name, as on the host. */
const mergedLinks = ["/bin", "/lib", "/lib64", "/sbin"];

const texts: Readonly<Record<string, string>> = {
  "/etc/passwd":
    "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
  "/etc/group": "root:x:0:\nnogroup:x:65534:\n",
  "/etc/nsswitch.conf":
    "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n",
  "/etc/hosts": "127.0.0.1 localhost osier\n::1 localhost\n",
  "/etc/hostname": "osier\n",
};

/** The locale that Debian has without any package, and what glibc opens by itself. */
const dynamicExtras = ["/usr/lib/locale/C.utf8", "/usr/lib/x86_64-linux-gnu/libgcc_s.so.1"];
const terminals = "/usr/lib/terminfo";
const anyLocale = "/usr/lib/locale/locale-archive";

/** Adds them; files of the host that are already there stay. */
export function addBaseFiles(tree: GuestTree): void {
  for (const [path, mode] of directories) tree.addDir(path, mode);
  for (const [path, text] of Object.entries(texts)) {
    if (!tree.entries.has(path)) tree.addText(path, text);
  }
  for (const path of mergedLinks) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) tree.addHost(path);
  }
  if (existsSync("/etc/localtime")) tree.addHost("/etc/localtime");
}

/**
 * Adds what a dynamically linked glibc program may open.
 * @param locales the values of LANG and LC_* that the program will see
 * @param libraries host paths of its libraries
 * @returns shared objects to add with what they need
 */
export function addDynamicExtras(
  tree: GuestTree,
  locales: readonly string[],
  libraries: Iterable<string>,
): string[] {
  const usesTerminals = [...libraries].some((path) => /\/lib(tinfo|ncurses)w?\.so/.test(path));
  if (usesTerminals && existsSync(terminals)) tree.addHostTree(terminals);
  const [charset, unwinder] = dynamicExtras as [string, string];
  if (existsSync(charset)) tree.addHostTree(charset);
  const builtIn = /^(C|POSIX|C\.UTF-8|C\.utf8)?$/;
  if (locales.some((name) => !builtIn.test(name)) && existsSync(anyLocale)) tree.addHost(anyLocale);
  return existsSync(unwinder) ? [unwinder] : [];
}
