/**
 * Finds the shared libraries of a program as ld.so(8) does on this host.
 *
 * For a name without a slash: DT_RPATH of the object and of those that loaded it (unless the object has
 * DT_RUNPATH), DT_RUNPATH of the object alone, /etc/ld.so.cache, the configured and default directories.
 * LD_LIBRARY_PATH is the host's business and does not count. A file of another machine is passed over.
 * What a program opens by itself (dlopen) is not visible here: packages.ts and --add bring it.
 */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { OsierError } from "../ui/error.ts";
import { type DynamicInfo, isX64Elf, readDynamic } from "./dynamic.ts";
import { type LdCache, readLdCache } from "./ld-cache.ts";
import { defaultLibraryDirs, readLdConfig } from "./ld-config.ts";

export interface LoadedObject {
  /** Path under which the loader opens it; may go through symbolic links. */
  path: string;
  info: DynamicInfo;
  /** What loaded it; null for the program. */
  loader: LoadedObject | null;
}

export interface LibrarySearch {
  cache: LdCache | null;
  /** Directories searched last. */
  dirs: readonly string[];
}

/** The host's own configuration. */
export function hostLibrarySearch(): LibrarySearch {
  const cache = readLdCache();
  return { cache, dirs: cache === null ? [...readLdConfig(), ...defaultLibraryDirs] : defaultLibraryDirs };
}

export class LibraryClosure {
  /** By path, in order of loading. */
  readonly objects = new Map<string, LoadedObject>();
  /** Interpreters of the programs added. */
  readonly interpreters = new Set<string>();
  private readonly byName = new Map<string, LoadedObject>();

  constructor(private readonly search: LibrarySearch) {}

  /** Adds a program and everything that it needs. */
  addProgram(path: string): LoadedObject {
    const program = this.load(path, null);
    const { interp } = program.info;
    if (interp !== null) {
      if (!existsSync(interp)) {
        throw new OsierError({
          what: `the program's loader ${interp} is missing`,
          where: path,
          mend: "install the C library that the program was built for",
        });
      }
      this.interpreters.add(interp);
      const loader = readDynamic(interp);
      if (loader.soname !== null) this.byName.set(loader.soname, this.load(interp, program));
    }
    this.closeOver(program);
    return program;
  }

  /** Adds a shared object that a program opens by itself; libraries that are missing there are passed over. */
  addPlugin(path: string, program: LoadedObject | null): void {
    if (!this.objects.has(path)) this.closeOver(this.load(path, program), true);
  }

  private load(path: string, loader: LoadedObject | null): LoadedObject {
    const known = this.objects.get(path);
    if (known !== undefined) return known;
    const object = { path, info: readDynamic(path), loader };
    this.objects.set(path, object);
    return object;
  }

  /** Breadth first, as the loader goes. */
  private closeOver(root: LoadedObject, lenient = false): void {
    const queue = [root];
    for (let object = queue.shift(); object !== undefined; object = queue.shift()) {
      for (const name of object.info.needed) {
        if (this.byName.has(name)) continue;
        const tried: string[] = [];
        const path = this.find(name, object, tried);
        if (path === null) {
          if (lenient) continue;
          throw missing(name, object, tried);
        }
        const library = this.load(path, object);
        this.byName.set(name, library);
        if (library.info.soname !== null) this.byName.set(library.info.soname, library);
        queue.push(library);
      }
    }
  }

  private find(name: string, object: LoadedObject, tried: string[]): string | null {
    if (name.includes("/")) return usable(name, tried) ? name : null;
    const dirs: string[] = [];
    if (object.info.runpath.length === 0) {
      for (let by: LoadedObject | null = object; by !== null; by = by.loader) {
        if (by.info.runpath.length === 0) dirs.push(...expand(by.info.rpath, by));
      }
    }
    dirs.push(...expand(object.info.runpath, object));
    for (const dir of dirs) if (usable(join(dir, name), tried)) return join(dir, name);
    if (object.info.noDefaultDirs) return null;
    for (const path of this.search.cache?.lookup(name) ?? []) if (usable(path, tried)) return path;
    for (const dir of this.search.dirs) if (usable(join(dir, name), tried)) return join(dir, name);
    return null;
  }
}

/** $ORIGIN, $LIB and $PLATFORM in search paths. $ORIGIN is where the file really lies. */
function expand(paths: readonly string[], object: LoadedObject): string[] {
  const values: Record<string, string> = {
    ORIGIN: dirname(realpathSync(object.path)),
    LIB: "lib/x86_64-linux-gnu",
    PLATFORM: "x86_64",
  };
  return paths.map((path) =>
    path.replace(
      /\$(?:\{(ORIGIN|LIB|PLATFORM)\}|(ORIGIN|LIB|PLATFORM)\b)/g,
      (_, a, b) => values[a ?? b] ?? "",
    ),
  );
}

function usable(path: string, tried: string[]): boolean {
  tried.push(dirname(path));
  return existsSync(path) && isX64Elf(path);
}

function missing(name: string, object: LoadedObject, tried: readonly string[]): OsierError {
  const chain: string[] = [];
  for (let by: LoadedObject | null = object; by !== null; by = by.loader) chain.push(by.path);
  return new OsierError({
    what: `library ${name} is missing`,
    where: `needed by ${chain.join(", which is loaded by ")}`,
    mend: `install the package that has it, or give its place with --add PATH\nsearched in: ${[...new Set(tried)].join(", ") || "nowhere"}`,
  });
}
