/** Puts the tree of an image together: program, loader, libraries, package data, extras, base files. */

import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { OsierError } from "../ui/error.ts";
import { addBaseFiles, addDynamicExtras } from "./base-files.ts";
import { PackageDatabase } from "./dpkg.ts";
import { isX64Elf } from "./dynamic.ts";
import { prefixRule } from "./filters.ts";
import { writeLdCache } from "./ld-cache-write.ts";
import { hostLibrarySearch, LibraryClosure, type LoadedObject } from "./libraries.ts";
import { packageFiles } from "./packages.ts";
import type { ProgramPlan } from "./program.ts";
import { GuestTree } from "./tree.ts";

/** One `--add PATH[:GUEST]`. */
export interface Addition {
  host: string;
  /** Null: the same path in the guest. */
  guest: string | null;
}

export interface AssemblyOptions {
  /** Take in the data of the Debian packages that the program belongs to. */
  packages: boolean;
  additions: readonly Addition[];
  /** Other programs that the first one starts. */
  also: readonly ProgramPlan[];
  /** Values of LANG and LC_* for the guest. */
  locales: readonly string[];
  /** Working directory, created when it is not there. */
  cwd: string;
}

export interface Assembly {
  tree: GuestTree;
  /** Names of the Debian packages whose data went in. */
  packages: string[];
}

/** Splits PATH[:GUEST]; a colon that is part of an existing path is not a separator. */
export function parseAddition(text: string): Addition {
  const colon = text.lastIndexOf(":");
  if (colon <= 0 || existsSync(text)) return { host: resolve(text), guest: null };
  const guest = text.slice(colon + 1);
  if (!isAbsolute(guest)) {
    throw new OsierError({
      what: `--add ${text}: the guest's path must be absolute`,
      mend: `write --add ${text.slice(0, colon)}:/${guest}`,
    });
  }
  return { host: resolve(text.slice(0, colon)), guest };
}

/** The image's tree for a program. */
export function assemble(plan: ProgramPlan, options: AssemblyOptions): Assembly {
  const tree = new GuestTree();
  const closure = new LibraryClosure(hostLibrarySearch());
  const program = addProgram(tree, closure, plan);
  const packages = new Set(addData(tree, closure, program, plan.executable, options));
  for (const other of options.also) {
    const added = addProgram(tree, closure, other);
    for (const name of addData(tree, closure, added, other.executable, options)) packages.add(name);
  }
  for (const addition of options.additions) addAddition(tree, closure, program, addition);
  if (program.info.interp !== null) {
    for (const path of addDynamicExtras(tree, options.locales, [...closure.objects.keys()]))
      closure.addPlugin(path, program);
  }
  addLibraries(tree, closure);
  addBaseFiles(tree);
  tree.addDir(options.cwd);
  return { tree, packages: [...packages].sort() };
}

function addProgram(tree: GuestTree, closure: LibraryClosure, plan: ProgramPlan): LoadedObject {
  for (const path of [plan.executable, ...plan.scripts]) {
    tree.addHost(path);
    // Where /bin is a link to /usr/bin, programs are known by both names.
    const short = path.startsWith("/usr/bin/") ? path.slice("/usr".length) : path;
    if (short !== path && existsSync(short)) tree.addHost(short);
  }
  return closure.addProgram(plan.executable);
}

function addData(
  tree: GuestTree,
  closure: LibraryClosure,
  program: LoadedObject,
  executable: string,
  options: AssemblyOptions,
): string[] {
  if (!options.packages) return [];
  const database = PackageDatabase.open();
  const needed = new Set([...closure.objects.keys()].map((path) => realpathSync(path)));
  const found = database === null ? null : packageFiles(database, executable, needed);
  if (found !== null && found.packages.length > 0) {
    for (const path of found.data) tree.addHost(path);
    for (const path of found.plugins) closure.addPlugin(path, program);
    return found.packages;
  }
  addPrefix(tree, closure, program, realpathSync(executable));
  return [];
}

/** A program outside the package system in PREFIX/bin: its own trees are PREFIX/lib/NAME* and PREFIX/share/NAME*. */
function addPrefix(
  tree: GuestTree,
  closure: LibraryClosure,
  program: LoadedObject,
  executable: string,
): void {
  if (basename(dirname(executable)) !== "bin") return;
  const prefix = dirname(dirname(executable));
  if (prefix === "/" || prefix === "/usr") return;
  const stem = basename(executable).replace(/[\d.]+$/, "");
  for (const dir of [join(prefix, "lib"), join(prefix, "share")]) {
    if (!existsSync(dir)) continue;
    for (const name of readdirSync(dir).sort()) {
      const path = join(dir, name);
      if (!name.startsWith(stem) || !lstatSync(path).isDirectory()) continue;
      tree.addHostTree(path, (file) => !prefixRule.test(file));
      addPluginsBelow(tree, closure, program, path);
    }
  }
}

function addPluginsBelow(tree: GuestTree, closure: LibraryClosure, program: LoadedObject, dir: string): void {
  for (const [path, entry] of tree.entries) {
    if (
      entry.kind === "file" &&
      path.startsWith(`${dir}/`) &&
      /\.so(\.[\d.]+)?$/.test(path) &&
      isX64Elf(entry.host)
    ) {
      closure.addPlugin(entry.host, program);
    }
  }
}

function addAddition(
  tree: GuestTree,
  closure: LibraryClosure,
  program: LoadedObject,
  { host, guest }: Addition,
): void {
  if (!existsSync(host))
    throw new OsierError({
      what: "there is no such file to add",
      where: host,
      mend: "check --add PATH[:GUEST]",
    });
  if (guest !== null) tree.addHostAs(host, guest);
  else if (statSync(host).isDirectory()) tree.addHostTree(host);
  else tree.addHost(host);
  if (statSync(host).isFile()) {
    if (isX64Elf(host)) closure.addPlugin(host, program);
  } else if (guest === null) addPluginsBelow(tree, closure, program, host);
}

/** Libraries under the paths that the loader opens, and the cache that tells it so. */
function addLibraries(tree: GuestTree, closure: LibraryClosure): void {
  const cached = new Map<string, string>();
  for (const object of closure.objects.values()) {
    tree.addHost(object.path);
    if (object.loader !== null) cached.set(basename(object.path), object.path);
  }
  if (closure.interpreters.size > 0) tree.addText("/etc/ld.so.cache", writeLdCache(cached));
}
