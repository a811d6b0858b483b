/**
 * The programs of the conformance test: one for each area, which is a folder of cases/.
 *
 * Every case is compiled by itself, several at once, and its object kept under the hash of all that it is made of, so
 * that a run after a change compiles what changed.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { rootDir } from "@osier/cli";
import { workDir } from "../osier.ts";

const sources = join(rootDir, "tests/conformance");
const flags = ["-O1", "-w", "-pthread", "-fno-delete-null-pointer-checks"];

export interface Area {
  name: string;
  /** The cases, in the order in which they run. */
  cases: string[];
  /** Each case ends the process, and so runs in a process of its own. */
  endings: boolean;
  program: string;
}

/** The areas as the folders tell; a name stands for one case only, whatever its folder. */
export function findAreas(): Area[] {
  const names = readdirSync(join(sources, "cases"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const areas = names.sort().map((name) => ({
    name,
    cases: readdirSync(join(sources, "cases", name))
      .map((file) => basename(file, ".c"))
      .sort((a, b) => (a < b ? -1 : 1)),
    endings: name === "endings",
    program: join(workDir("conformance"), name),
  }));
  const all = areas.flatMap((area) => area.cases);
  const twice = all.filter((name, index) => all.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`tests/conformance/cases: two cases are named ${twice.join(", ")}`);
  return areas;
}

/** Runs at most `limit` tasks at a time. */
export async function atOnce<T>(
  limit: number,
  items: readonly T[],
  task: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

function gcc(args: string[]): Promise<void> {
  const child = spawn("gcc", args, { stdio: ["ignore", "ignore", "pipe"], timeout: 60_000 });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0 ? resolve() : reject(new Error(`gcc ${args.join(" ")}:\n${errors}`)),
    );
  });
}

/** Compiles what has changed and links the program of each area. */
export async function buildAreas(areas: readonly Area[]): Promise<void> {
  const objects = workDir("conformance/objects");
  const common = [
    spawnSync("gcc", ["--version"], { encoding: "utf8", timeout: 20_000 }).stdout,
    ...readdirSync(sources)
      .filter((file) => file.endsWith(".h"))
      .map((file) => readFileSync(join(sources, file), "utf8")),
    flags.join(" "),
  ].join("\n");
  const objectOf = (source: string): string => {
    const hash = createHash("sha256").update(common).update(readFileSync(source));
    return join(objects, `${basename(source, ".c")}-${hash.digest("hex").slice(0, 16)}.o`);
  };
  const main = join(sources, "main.c");
  const sourcesOf = (area: Area): string[] =>
    area.cases.map((name) => join(sources, "cases", area.name, `${name}.c`));
  const processors = availableParallelism();
  await atOnce(processors, [main, ...areas.flatMap(sourcesOf)], async (source) => {
    const object = objectOf(source);
    if (existsSync(object)) return;
    await gcc([...flags, "-c", "-o", `${object}.new`, source]);
    renameSync(`${object}.new`, object);
  });
  await atOnce(processors, areas, async (area) => {
    await gcc([...flags, "-static", "-o", area.program, ...[main, ...sourcesOf(area)].map(objectOf), "-lm"]);
  });
}
