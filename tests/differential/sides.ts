/**
 * The two sides of the comparison: the program of sequences on this host, and in a machine. A side is watched line by line.
 * When it ends early, or says nothing for long, the sequence that it was in is named with the reason, and the rest is run
 * by a new one: a sequence that ends its side is a difference like another.
 */
import { execFileSync, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { rootDir } from "@osier/cli";
import { launcher, workDir } from "../osier.ts";

/** Calls that would block are ended within 50 ms: a side that is silent for so long hangs. It covers a machine's start too. */
const silenceSeconds = 60;
/** More endings than this in one batch are no single sequences' fault. */
const mostEndings = 20;

/** Builds the program that makes the sequences; its path. */
export function sequencesProgram(): string {
  const program = join(workDir("differential"), "sequences");
  const room = join(rootDir, "tests/differential");
  const files = readdirSync(room).filter((name) => name.endsWith(".c"));
  const sources = files.map((name) => join(room, name));
  execFileSync("gcc", ["-O1", "-static-pie", "-o", program, ...sources], { timeout: 60_000 });
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

export interface Side {
  name: string;
  /** The command that runs the program with such arguments. */
  command(program: string, args: readonly string[]): string[];
}
export const onHost: Side = {
  name: "host",
  command(program, args) {
    const namespaces = ["unshare", "--mount", "--ipc", "--pid", "--fork", "--kill-child"];
    return [...namespaces, "sh", "-c", sandbox, "sh", workDir("differential/root"), program, ...args];
  },
};
export const inMachine: Side = {
  name: "guest",
  command: (program, args) => [launcher, "run", "--workdir", "/var/tmp", program, "--", ...args],
};

/** Runs a side, line by line; resolves to why it ended ("status 0" when it ran to its end) and what it wrote to stderr. */
function run(
  side: Side,
  program: string,
  args: readonly string[],
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<[why: string, errors: string]> {
  const [file, ...rest] = side.command(program, args);
  const child = spawn(file as string, rest, { cwd: rootDir, stdio: ["ignore", "pipe", "pipe"] });
  let why = "";
  const end = (reason: string) => {
    why = reason;
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 5000).unref();
  };
  const silent = () => end(`silent for ${silenceSeconds} s`);
  let watch = setTimeout(silent, silenceSeconds * 1000);
  const abort = () => end("out of time");
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    clearTimeout(watch);
    watch = setTimeout(silent, silenceSeconds * 1000);
    onLine(line);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, by) => {
      clearTimeout(watch);
      signal?.removeEventListener("abort", abort);
      resolve([why || (by === null ? `status ${status}` : by), errors]);
    });
  });
}

/**
 * Digests of the sequences [first, first + count), one a line; for one that ended its side, the reason.
 * @param onProgress takes how many are known
 */
export async function batch(
  side: Side,
  program: string,
  first: number,
  count: number,
  onProgress: (done: number) => void = () => {},
  signal?: AbortSignal,
): Promise<string[]> {
  const lines: string[] = [];
  for (let endings = 0; lines.length < count; endings++) {
    const at = first + lines.length;
    const take = (line: string) => {
      if (line.startsWith(`${first + lines.length} `)) lines.push(line);
      onProgress(lines.length);
    };
    const [why, errors] = await run(side, program, [String(at), String(count - lines.length)], take, signal);
    if (lines.length === count) break;
    if (signal?.aborted) throw signal.reason;
    const culprit = first + lines.length;
    if (endings === mostEndings)
      throw new Error(
        `the ${side.name} ended ${endings} times between ${first} and ${culprit}: ${why}\n${errors}`,
      );
    process.stderr.write(`\r\x1b[Ksequence ${culprit} ended the ${side.name}: ${why}\n${errors}`);
    lines.push(`${culprit} ended: ${why}`);
  }
  return lines;
}

/** The calls of several sequences, by sequence. */
export async function callsOf(
  side: Side,
  program: string,
  sequences: readonly number[],
): Promise<Map<number, string[]>> {
  const calls = new Map<number, string[]>();
  let left = sequences;
  while (left.length > 0) {
    let last = left[0] as number;
    let current: string[] = [];
    calls.set(last, current);
    const take = (line: string) => {
      const number = /^sequence (\d+)$/.exec(line)?.[1];
      if (number === undefined) current.push(line);
      else {
        last = Number(number);
        current = [];
        calls.set(last, current);
      }
    };
    const [why] = await run(side, program, ["show", ...left.map(String)], take);
    if (why !== "status 0") current.push(`(ended: ${why})`);
    left = left.slice(left.indexOf(last) + 1);
  }
  return calls;
}
