/**
 * `osier differential`: random sequences of system calls, on this host and in a machine, compared call by call.
 *
 * The host's side runs in a root, a mount and a process namespace of its own, on a tmpfs: sequences change modes, times and
 * names of whatever they reach. Batches are compared by digest; a sequence that differs is told by its first call that does.
 * Kinds of differences are counted, and the first of each is shown, the most frequent first.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { rootDir } from "@osier/cli";
import { host, launcher, type Outcome, workDir } from "../osier.ts";

const batchSize = 5000;
const limitSeconds = 300;
/** So many sequences are looked at call by call: as many numbers as fit a command line. */
const mostExplained = 400;
const sources = ["main", "calls", "arguments", "state", "random"];

/** Builds the program that makes the sequences; its path. */
export function sequencesProgram(): string {
  const program = join(workDir("differential"), "sequences");
  const files = sources.map((name) => join(rootDir, "tests/differential", `${name}.c`));
  execFileSync("gcc", ["-O1", "-static-pie", "-o", program, ...files], { timeout: 60_000 });
  return program;
}

/** Besides the namespaces, a limit on memory where the host has control groups: no sequence may starve the host. */
const sandbox = `set -e
for limit in memory/osier-differential/memory.limit_in_bytes osier-differential/memory.max; do
  group=/sys/fs/cgroup/\${limit%/*}
  mkdir -p "$group" 2>/dev/null && [ -w "/sys/fs/cgroup/$limit" ] || continue
  echo 1073741824 >"/sys/fs/cgroup/$limit"
  echo $$ >"$group/cgroup.procs"
  break
done
mount --make-rprivate /
root=$1
mount -t tmpfs none "$root"
mkdir "$root/dev"
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/zero" c 1 5
cp "$2" "$root/sequences"
shift 2
exec chroot "$root" /sequences "$@"`;

type Side = (program: string, args: readonly string[]) => Promise<Outcome>;

export function onHost(program: string, args: readonly string[]): Promise<Outcome> {
  const namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"];
  return host([...namespaces, "sh", "-c", sandbox, "sh", workDir("differential/root"), program, ...args], {
    limitSeconds,
  });
}
export function inMachine(program: string, args: readonly string[]): Promise<Outcome> {
  const flags = ["--workdir", "/var/tmp", "--timeout", String(limitSeconds)];
  return host([launcher, "run", ...flags, program, "--", ...args], { limitSeconds: limitSeconds + 10 });
}

const linesOf = ({ stdout }: Outcome): string[] => stdout.split("\n").filter((line) => line !== "");

/** Digests of sequences [first, first + count), one a line; fails when that side did not finish. */
export async function batch(side: Side, program: string, first: number, count: number): Promise<string[]> {
  const outcome = await side(program, [String(first), String(count)]);
  const lines = linesOf(outcome);
  if (lines.length === count) return lines;
  throw new Error(
    `${side.name} did not finish the batch from ${first}: status ${outcome.status}\n${outcome.stderr}`,
  );
}
/** Numbers of the sequences of [first, first + count) that differ. */
async function differing(program: string, first: number, count: number): Promise<number[]> {
  const here = await batch(onHost, program, first, count);
  const there = await batch(inMachine, program, first, count);
  return here.flatMap((line, i) => (line === there[i] ? [] : [first + i]));
}

interface Difference {
  sequence: number;
  /** The call and both outcomes, without arguments. */
  kind: string;
  here: string;
  there: string;
}

/** The calls of several sequences, by sequence. */
async function callsOf(
  side: Side,
  program: string,
  sequences: readonly number[],
): Promise<Map<number, string[]>> {
  const calls = new Map<number, string[]>();
  let current: string[] = [];
  for (const line of linesOf(await side(program, ["show", ...sequences.map(String)]))) {
    const number = /^sequence (\d+)$/.exec(line)?.[1];
    if (number === undefined) {
      current.push(line);
      continue;
    }
    current = [];
    calls.set(Number(number), current);
  }
  return calls;
}
/** What a call ended with: an error's name, or "a result". */
function outcomeOf(line: string): string {
  const text = line.replace(/.*\) = /, "");
  return text.startsWith("-E") || text.startsWith("(") ? text : "a result";
}
function differenceOf(
  sequence: number,
  here: readonly string[],
  there: readonly string[],
): Difference | null {
  const at = here.findIndex((line, i) => line !== there[i]);
  if (at < 0) return null;
  const mine = here[at] as string;
  const other = there[at] ?? "(no more)";
  const name = /\d+ (\w+)/.exec(mine)?.[1] ?? "?";
  const [expected, got] = [outcomeOf(mine), outcomeOf(other)];
  const kind = `${name}: ${expected}, here ${got === expected ? "another one" : got}`;
  return { sequence, kind, here: mine, there: other };
}
/** The first call that differs of each sequence. */
async function explain(program: string, sequences: readonly number[]): Promise<Difference[]> {
  const here = await callsOf(onHost, program, sequences);
  const there = await callsOf(inMachine, program, sequences);
  return sequences.flatMap((n) => differenceOf(n, here.get(n) ?? [], there.get(n) ?? []) ?? []);
}

function progress(done: number, total: number, found: number): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round((30 * done) / total);
  const bar = `${"#".repeat(filled)}${".".repeat(30 - filled)}`;
  process.stderr.write(`\r[${bar}] ${done} of ${total} sequences, ${found} differ`);
  if (done === total) process.stderr.write("\n");
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { sequences: { type: "string", default: "100000" }, first: { type: "string", default: "0" } },
  });
  const [total, first] = [Number(values.sequences), Number(values.first)];
  if (!Number.isInteger(total) || total < 1 || !Number.isInteger(first) || first < 0) {
    process.stderr.write("osier differential: --sequences and --first are whole numbers\n");
    process.exit(2);
  }
  const program = sequencesProgram();
  const found: number[] = [];
  for (let done = 0; done < total; done += batchSize) {
    progress(done, total, found.length);
    found.push(...(await differing(program, first + done, Math.min(batchSize, total - done))));
  }
  progress(total, total, found.length);
  const differences = await explain(program, found.slice(0, mostExplained));
  const kinds = new Map<string, Difference[]>();
  for (const difference of differences) {
    const same = kinds.get(difference.kind);
    if (same === undefined) kinds.set(difference.kind, [difference]);
    else same.push(difference);
  }
  for (const [kind, same] of [...kinds].sort(([, a], [, b]) => b.length - a.length)) {
    const { sequence, here, there } = same[0] as Difference;
    process.stdout.write(
      `${same.length} times ${kind}\n  sequence ${sequence}, host  ${here}\n  sequence ${sequence}, guest ${there}\n`,
    );
  }
  process.stdout.write(`${total - found.length} of ${total} sequences equal, ${found.length} differ\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
