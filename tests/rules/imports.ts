/**
 * Checks the house's rule (ARCHITECTURE.md): a room imports values only from rooms below it, and no file is part of
 * an import cycle. Types may be imported upward: they are gone before anything runs.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export interface Violation {
  file: string;
  line: number;
  says: string;
}

/** What each room may import values from, besides itself and packages. */
const roomsBelow: Readonly<Record<string, readonly string[]>> = {
  image: [],
  compiler: [],
  kernel: [],
  profiles: ["kernel"],
  modules: ["kernel"],
  cli: ["image", "compiler"],
  apps: ["cli"],
  bench: ["cli", "image", "compiler"],
  tests: ["cli", "image", "compiler", "bench"],
};

/** Inside the kernel: bottom first. A room may import from its own row and those before it. */
const kernelRows: readonly (readonly string[])[] = [
  ["lib"],
  ["arch"],
  ["sync", "time", "mm", "sched"],
  ["dev"],
  ["vfs"],
  ["fs", "net"],
  ["elf", "process"],
  ["syscall"],
  ["libc", "api"],
  ["main.ts"],
];

interface Import {
  from: string;
  to: string;
  line: number;
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[^"'`;()]*?\sfrom\s+)?["']([^"'\n]+)["']/gm;
const dynamicImport = /\bimport\(\s*["']([^"'\n]+)["']\s*\)/g;

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

function target(from: string, specifier: string, root: string): string | null {
  if (specifier.startsWith(".")) return resolve(dirname(from), specifier);
  const room = /^@osier\/([a-z]+)/.exec(specifier);
  return room === null ? null : join(root, room[1] as string, "src/index.ts");
}

/** Value imports of a source text. */
export function importsOf(file: string, text: string, root: string): Import[] {
  const found: Import[] = [];
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
  const add = (specifier: string, index: number) => {
    const to = target(file, specifier, root);
    if (to !== null) found.push({ from: file, to, line: lineOf(plain, index) });
  };
  for (const match of plain.matchAll(statement))
    if (match[1] === undefined) add(match[2] as string, match.index);
  for (const match of plain.matchAll(dynamicImport)) add(match[1] as string, match.index);
  return found;
}

function kernelRow(path: string): number {
  const room = path.split("/")[1] as string;
  return kernelRows.findIndex((row) => row.includes(room));
}

/** Why an import from one path of the clone to another breaks the rule, or null. */
export function directionFault(from: string, to: string): string | null {
  const [fromRoom = "", toRoom = ""] = [from.split("/")[0], to.split("/")[0]];
  if (!(fromRoom in roomsBelow)) return null;
  if (fromRoom !== toRoom)
    return roomsBelow[fromRoom]?.includes(toRoom) ? null : `${fromRoom}/ may not import from ${toRoom}/`;
  if (fromRoom !== "kernel" || from.endsWith(".test.ts")) return null;
  const [below, above] = [kernelRow(from), kernelRow(to)];
  if (below < 0 || above < 0 || above <= below) return null;
  return `kernel/${from.split("/")[1]} may not import from kernel/${to.split("/")[1]}, which stands above it`;
}

function sourcesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory())
      return ["node_modules", "bare", "results"].includes(entry.name) ? [] : sourcesBelow(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

/** All violations in a clone. */
export function checkImports(root: string): Violation[] {
  const violations: Violation[] = [];
  const graph = new Map<string, Import[]>();
  for (const room of Object.keys(roomsBelow)) {
    if (!existsSync(join(root, room))) continue;
    for (const file of sourcesBelow(join(root, room))) {
      const imports = importsOf(file, readFileSync(file, "utf8"), root);
      graph.set(file, imports);
      for (const { to, line } of imports) {
        const says = directionFault(relative(root, file), relative(root, to));
        if (says !== null) violations.push({ file: relative(root, file), line, says });
      }
    }
  }
  return [...violations, ...cycles(graph, root)];
}

/** One violation for each cycle, found where depth-first search closes it. */
function cycles(graph: ReadonlyMap<string, readonly Import[]>, root: string): Violation[] {
  const found: Violation[] = [];
  const state = new Map<string, "open" | "done">();
  const path: string[] = [];
  const visit = (file: string) => {
    state.set(file, "open");
    path.push(file);
    for (const { to, line } of graph.get(file) ?? []) {
      if (state.get(to) === "open") {
        const ring = [...path.slice(path.indexOf(to)), to].map((name) => relative(root, name));
        found.push({ file: relative(root, file), line, says: `import cycle: ${ring.join(" -> ")}` });
      } else if (!state.has(to)) visit(to);
    }
    path.pop();
    state.set(file, "done");
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return found;
}
