/**
 * The record of a build: what went in, what came out. An unchanged build is recognised by it alone.
 *
 * A file is unchanged when its size and time are those of the record, or, where only the time differs (a fresh
 * checkout), its contents' hash is. The compiler's own sources are inputs too.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { KernelBuild, KernelBuildOptions } from "../options.ts";
import { hashOf } from "./cache.ts";
import { compilerDir } from "./places.ts";

interface FileRecord {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly hash: string;
}
interface Manifest {
  readonly format: 1;
  /** The options, as JSON. */
  readonly key: string;
  readonly inputs: readonly FileRecord[];
  readonly outputs: readonly FileRecord[];
}

function record(path: string): FileRecord {
  const { size, mtimeMs } = statSync(path);
  return { path, size, mtimeMs, hash: hashOf(readFileSync(path)) };
}

function unchanged(known: FileRecord): boolean {
  const now = statSync(known.path, { throwIfNoEntry: false });
  if (now === undefined || now.size !== known.size) return false;
  return now.mtimeMs === known.mtimeMs || hashOf(readFileSync(known.path)) === known.hash;
}

/** The compiler's own source files, without its tests. */
function compilerSources(dir = compilerDir): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return compilerSources(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

/** Whether the build recorded in this file, for these options, still stands. */
export function isUnchanged(manifestPath: string, key: string): boolean {
  if (!existsSync(manifestPath)) return false;
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(manifestPath, "utf8")) as Manifest;
  } catch {
    return false; // cut short by a killed build: build anew
  }
  if (manifest.format !== 1 || manifest.key !== key) return false;
  const sources = compilerSources();
  const known = new Set(manifest.inputs.map((file) => file.path));
  return (
    sources.every((path) => known.has(path)) &&
    manifest.outputs.every(unchanged) &&
    manifest.inputs.every(unchanged)
  );
}

export function writeManifest(
  manifestPath: string,
  key: string,
  inputs: readonly string[],
  outputs: readonly string[],
): void {
  const all = [...new Set([...inputs, ...compilerSources()])].sort();
  const manifest: Manifest = { format: 1, key, inputs: all.map(record), outputs: outputs.map(record) };
  mkdirSync(dirname(manifestPath), { recursive: true });
  const scratch = `${manifestPath}.${process.pid}`;
  writeFileSync(scratch, JSON.stringify(manifest));
  renameSync(scratch, manifestPath);
}

export function kernelPaths(options: KernelBuildOptions): {
  elf: string;
  stripped: string;
  manifest: string;
} {
  return {
    elf: join(options.outDir, "kernel.elf"),
    stripped: join(options.outDir, "kernel.stripped.elf"),
    manifest: join(options.outDir, "manifest.json"),
  };
}

/** What a finished kernel build gives. */
export function kernelResult(options: KernelBuildOptions, rebuilt: boolean): KernelBuild {
  const { elf, stripped } = kernelPaths(options);
  return { elf, stripped, rebuilt, sizes: { elf: statSync(elf).size, stripped: statSync(stripped).size } };
}

/** The earlier build's result when nothing has changed since; null otherwise. */
export function unchangedKernel(options: KernelBuildOptions): KernelBuild | null {
  const { manifest } = kernelPaths(options);
  return isUnchanged(manifest, JSON.stringify(options)) ? kernelResult(options, false) : null;
}
