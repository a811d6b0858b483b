/**
 * The files beyond libraries that a Debian program reads: its package's data and that of the packages it depends on
 * (python's standard library, perl's modules, magic numbers, terminal descriptions).
 *
 * Seeds are the packages that own the program (by each link on the way to it), and of their Recommends and Suggests
 * those built from the same source. From the seeds, Depends are followed. Of each package the files go in that
 * filters.ts lets pass; of libraries only those that something in the image needs, and those of a direct dependency
 * that nothing else explains (they are opened by name at run time).
 */
import { accessSync, constants, existsSync, lstatSync, readlinkSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Package, PackageDatabase } from "./dpkg.ts";
import { isX64Elf } from "./dynamic.ts";
import { developmentPackage, dropReason, mergedUsr, packageRules } from "./filters.ts";

const libraryDirs = new Set(["/usr/lib/x86_64-linux-gnu", "/usr/lib", "/usr/lib64"]);
const libraryName = /^lib.*\.so(\.|$)|^ld-.*\.so/;
/** A library larger than this is not taken on suspicion. */
const unexplainedLimit = 4 << 20;

export interface PackageFiles {
  /** Host paths of data files and links. */
  data: string[];
  /** Host paths of shared objects that a program may open by itself. */
  plugins: string[];
  /** Names of the packages that contribute, sorted. */
  packages: string[];
}

/** Spellings under which dpkg may list a path of a merged-/usr system. */
function spellings(path: string): string[] {
  return path.startsWith("/usr/") ? [path, path.slice(4)] : [path, `/usr${path}`];
}

/** A program's path, and every path that it links to. */
function linkChain(path: string): string[] {
  const chain = [path];
  for (let link = path; chain.length < 40 && lstatSync(link).isSymbolicLink(); ) {
    link = resolve(dirname(link), readlinkSync(link));
    chain.push(link);
  }
  return chain;
}

function seedsOf(database: PackageDatabase, program: string): Package[] {
  const seeds = new Map<string, Package>();
  const owners = linkChain(program).flatMap((path) => database.ownerOf(spellings(path)) ?? []);
  const queue = [...owners];
  for (let pkg = queue.shift(); pkg !== undefined; pkg = queue.shift()) {
    if (seeds.has(pkg.name) || (excluded(pkg.name) && !owners.includes(pkg))) continue;
    seeds.set(pkg.name, pkg);
    for (const name of [...pkg.depends, ...pkg.recommends]) {
      const other = database.get(name);
      if (other !== null && other.source === pkg.source) queue.push(other);
    }
  }
  return [...seeds.values()];
}

function excluded(name: string): boolean {
  return packageRules.has(name) || developmentPackage.test(name);
}

function closureOf(database: PackageDatabase, seeds: readonly Package[]): Package[] {
  const closure = new Map<string, Package>();
  const queue = [...seeds];
  for (let pkg = queue.shift(); pkg !== undefined; pkg = queue.shift()) {
    if (closure.has(pkg.name) || (excluded(pkg.name) && !seeds.includes(pkg))) continue;
    closure.set(pkg.name, pkg);
    for (const name of pkg.depends) {
      const other = database.get(name);
      if (other !== null) queue.push(other);
    }
  }
  return [...closure.values()];
}

/**
 * The files of the packages that a program belongs to.
 * @param program host path as the user gave it, links unresolved
 * @param needed host paths (real) of the libraries that are in the image already
 */
export function packageFiles(
  database: PackageDatabase,
  program: string,
  needed: ReadonlySet<string>,
): PackageFiles {
  const seeds = seedsOf(database, program);
  const closure = closureOf(database, seeds);
  const direct = new Set(seeds.flatMap((pkg) => [pkg.name, ...pkg.depends]));
  const found: PackageFiles = { data: [], plugins: [], packages: [] };
  const neededNames = new Set([...needed].map((path) => basename(path)));
  for (const pkg of closure) {
    const before = found.data.length + found.plugins.length;
    const libraries: string[] = [];
    for (const path of database.files(pkg)) {
      const merged = mergedUsr(path);
      if (dropReason(merged) !== null || !isReadable(merged)) continue;
      const stat = statSync(merged);
      if (stat.isDirectory()) {
        if (lstatSync(merged).isSymbolicLink()) found.data.push(merged);
        continue;
      }
      if (libraryDirs.has(dirname(merged)) && libraryName.test(basename(merged))) libraries.push(merged);
      else if (/\.so(\.[\d.]+)?$/.test(merged) && isX64Elf(merged)) found.plugins.push(merged);
      else found.data.push(merged, ...compiledTwin(merged));
    }
    const explained = libraries.some((path) => neededNames.has(basename(path)));
    if (direct.has(pkg.name) && !explained) {
      found.plugins.push(
        ...libraries.filter((path) => isX64Elf(path) && statSync(path).size <= unexplainedLimit),
      );
    }
    if (found.data.length + found.plugins.length > before) found.packages.push(pkg.name);
  }
  found.packages.sort();
  return found;
}

/** Whether it exists and this user may read it: keys and the like that only root may read are no data of a program. */
function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The byte code that Debian keeps beside a python module; python reads it in place of the source. */
function compiledTwin(path: string): string[] {
  const module = /^\/usr\/lib\/python(3)(?:\.(\d+))?\/(?:.*\/)?[^/]+\.py$/.exec(path);
  if (module === null || module[2] === undefined) return [];
  const tag = `cpython-${module[1]}${module[2]}`;
  const twin = `${dirname(path)}/__pycache__/${basename(path, ".py")}.${tag}.pyc`;
  return existsSync(twin) ? [twin] : [];
}
