/**
 * Checks the house's rule (ARCHITECTURE.md): a room imports values only from rooms below it, and neither rooms nor
 * files import each other in a cycle. Types may be imported upward: they are gone before anything runs.
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
  ["mm"],
  ["time"],
  ["sched"],
  ["sync"],
  ["dev"],
  ["vfs"],
  ["fs", "net"],
  ["elf"],
  ["ipc"],
  ["process"],
  ["syscall"],
  ["libc", "api"],
  ["main.ts"],
];

/** Rooms whose files call each other as the grammar of the language recurses; everywhere else files form no cycle. */
const recursiveRooms: readonly string[] = ["compiler/src/frontend"];

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
  if (fromRoom !== "kernel" || /\.(host)?test\.ts$/.test(from)) return null;
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
  const files = new Map<string, Edge[]>();
  const rooms = new Map<string, Edge[]>();
  for (const [file, imports] of graph) {
    const from = relative(root, file);
    if (from.endsWith(".test.ts")) continue; // nothing imports a test, so it closes no cycle
    for (const { to, line } of imports) {
      const edge = { to: relative(root, to), file: from, line };
      const [room, other] = [roomOf(from), roomOf(edge.to)];
      if (room !== other) rooms.set(room, [...(rooms.get(room) ?? []), { ...edge, to: other }]);
      if (room !== other || !recursiveRooms.includes(room))
        files.set(from, [...(files.get(from) ?? []), edge]);
    }
  }
  return [...violations, ...cycles(files), ...cycles(rooms)];
}

/** The room that a path lies in: `kernel/mm`, `cli/src/vm`; a file outside one is a room of its own. */
export function roomOf(path: string): string {
  const parts = path.split("/");
  const depth = parts[1] === "src" ? 3 : 2;
  return parts.slice(0, Math.min(depth, parts.length)).join("/");
}

/** An import between files or rooms, with the place where it is written. */
interface Edge {
  to: string;
  file: string;
  line: number;
}

/** One violation for each cycle, found where depth-first search closes it. */
function cycles(graph: ReadonlyMap<string, readonly Edge[]>): Violation[] {
  const found: Violation[] = [];
  const state = new Map<string, "open" | "done">();
  const path: string[] = [];
  const visit = (node: string) => {
    state.set(node, "open");
    path.push(node);
    for (const { to, file, line } of graph.get(node) ?? []) {
      if (state.get(to) === "open") {
        const ring = [...path.slice(path.indexOf(to)), to];
        found.push({ file, line, says: `import cycle: ${ring.join(" -> ")}` });
      } else if (!state.has(to)) visit(to);
    }
    path.pop();
    state.set(node, "done");
  };
  for (const node of graph.keys()) if (!state.has(node)) visit(node);
  return found;
}
