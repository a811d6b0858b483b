/**
 * Images made for programs, kept until something that they were made from changes.
 *
 * An image is found by a key over what was asked for (program, options, state of the package database and the
 * loader's cache, the sources that make images). Beside it lies a manifest of every host file in it with size and
 * time: an image is good when all of them are unchanged.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type AssemblyOptions, assemble } from "./closure/assemble.ts";
import { PackageDatabase } from "./closure/dpkg.ts";
import { type ProgramPlan, planProgram } from "./closure/program.ts";
import type { GuestTree, TreeInput } from "./closure/tree.ts";
import { writeImage } from "./image-write.ts";
import { cacheDir, rootDir } from "./paths.ts";
import { errorCode, OsierError } from "./ui/error.ts";

const unusedLimitMs = 14 * 24 * 3600 * 1000;

export interface StoredImage {
  /** The EROFS file. */
  path: string;
  /** Size of the image in bytes. */
  size: number;
  /** Debian packages whose data is in it. */
  packages: string[];
  /** True when it was there already. */
  cached: boolean;
  /** Whether /tmp holds files of the image, so that the kernel leaves it read only (docs/boot-protocol.md). */
  occupiesTmp: boolean;
  /** The host file behind a path of the image, or null. */
  hostFile(guest: string): string | null;
}

interface Manifest {
  inputs: TreeInput[];
  /** Guest paths whose host path is another. */
  renamed: Record<string, string>;
  packages: string[];
  occupiesTmp: boolean;
}

function stampOf(path: string): string {
  if (!existsSync(path)) return "none";
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}

function sourceStamps(): string[] {
  return ["cli/src/closure", "image/src"].flatMap((room) => {
    const dir = join(rootDir, room);
    return existsSync(dir)
      ? readdirSync(dir)
          .sort()
          .map((name) => `${name} ${stampOf(join(dir, name))}`)
      : [];
  });
}

function keyOf(plan: ProgramPlan, options: AssemblyOptions): string {
  const { executable, scripts } = plan;
  const state = [
    PackageDatabase.stamp(),
    stampOf("/etc/ld.so.cache"),
    stampOf("/etc/ld.so.conf"),
    sourceStamps(),
  ];
  return createHash("sha256")
    .update(JSON.stringify([executable, scripts, options, state]))
    .digest("hex")
    .slice(0, 32);
}

function unchanged(input: TreeInput): boolean {
  try {
    const stat = lstatSync(input.path);
    return stat.mtimeMs === input.mtimeMs && (input.size < 0 || stat.size === input.size);
  } catch {
    return false; // gone: the image is to be made again, and that says what is missing
  }
}

function load(image: string, manifestFile: string): StoredImage | null {
  if (!existsSync(image) || !existsSync(manifestFile)) return null;
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as Manifest;
  if (!manifest.inputs.every(unchanged)) return null;
  const now = new Date();
  utimesSync(manifestFile, now, now); // for prune()
  return stored(image, manifest, true);
}

function stored(image: string, manifest: Manifest, cached: boolean): StoredImage {
  const hostPaths = new Set(manifest.inputs.map(({ path }) => path));
  return {
    path: image,
    size: statSync(image).size,
    packages: manifest.packages,
    cached,
    occupiesTmp: manifest.occupiesTmp,
    hostFile: (guest) => manifest.renamed[guest] ?? (hostPaths.has(guest) ? guest : null),
  };
}

/** The image for a program, made when there is no good one. */
export async function ensureImage(
  plan: ProgramPlan,
  options: AssemblyOptions,
  fresh = false,
): Promise<StoredImage> {
  const dir = join(cacheDir, "images");
  const image = join(dir, `${keyOf(plan, options)}.erofs`);
  const manifestFile = `${image}.json`;
  const found = fresh ? null : load(image, manifestFile);
  if (found !== null) return found;

  mkdirSync(dir, { recursive: true });
  prune(dir);
  const { tree, packages } = assemble(plan, options);
  await writeImage(tree, image);
  const manifest: Manifest = {
    inputs: [...tree.inputs.values()],
    renamed: renamedFiles(tree),
    packages,
    occupiesTmp: [...tree.entries.keys()].some((path) => path.startsWith("/tmp/")),
  };
  writeFileSync(`${manifestFile}.${process.pid}`, JSON.stringify(manifest));
  renameSync(`${manifestFile}.${process.pid}`, manifestFile);
  return stored(image, manifest, false);
}

/** An image that the user made; files in it are taken to be those of the same path here. */
export function givenImage(path: string): StoredImage {
  if (!existsSync(path))
    throw new OsierError({ what: "there is no such image", where: path, mend: "check --image FILE" });
  const hostFile = (guest: string) => (existsSync(guest) ? guest : null);
  return { path, size: statSync(path).size, packages: [], cached: true, occupiesTmp: false, hostFile };
}

/** The image of a program with nothing asked for: what `osier run PROGRAM` boots. */
export async function assembleImage(program: string): Promise<StoredImage> {
  return await ensureImage(planProgram(program), {
    packages: true,
    additions: [],
    also: [],
    locales: [],
    cwd: "/",
  });
}

function renamedFiles(tree: GuestTree): Record<string, string> {
  const renamed: Record<string, string> = {};
  for (const [guest, entry] of tree.entries)
    if (entry.kind === "file" && entry.host !== guest) renamed[guest] = entry.host;
  return renamed;
}

/** Removes images that nobody used for two weeks. */
function prune(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (!name.endsWith(".erofs.json")) continue;
    const manifest = join(dir, name);
    try {
      if (Date.now() - statSync(manifest).mtimeMs < unusedLimitMs) continue;
      rmSync(manifest.replace(/\.json$/, ""), { force: true });
      rmSync(manifest, { force: true });
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error; // another run pruned it first
    }
  }
}
