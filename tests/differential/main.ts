/**
 * `osier differential`: random sequences of system calls, on this host and in a machine, compared call by call.
 *
 * The host's side runs in a root, a mount and a process namespace of its own, on a tmpfs: sequences change modes, times and
 * names of whatever they reach. Batches are compared by digest; a sequence that differs is run again by itself and told by its
 * first call that does. Kinds of differences are counted, and the first of each is shown, the most frequent first.
 */
import { parseArgs } from "node:util";
import { explain, inKinds } from "./explain.ts";
import { Progress } from "./progress.ts";
import { batch, inMachine, onHost, sequencesProgram } from "./sides.ts";

const batchSize = 5000;
/** Several times what a sequence takes on both sides, on a machine that has nothing else to do; and what any run may take. */
const mostMsPerSequence = 30;
const mostMsToStart = 120_000;
/** So many sequences are looked at call by call: as many numbers as fit a command line. */
const mostExplained = 400;

/** Numbers of the sequences of [first, first + count) that differ. The sides run at once. */
async function differing(
  program: string,
  first: number,
  count: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<number[]> {
  const done = [0, 0];
  const [here, there] = await Promise.all(
    [onHost, inMachine].map((side, i) =>
      batch(
        side,
        program,
        first,
        count,
        (n) => {
          done[i] = n;
          progress.show(Math.min(...done));
        },
        signal,
      ),
    ),
  );
  return (here as string[]).flatMap((line, i) => (line === there?.[i] ? [] : [first + i]));
}

async function compare(first: number, total: number): Promise<number> {
  const program = sequencesProgram();
  const limit = AbortSignal.timeout(mostMsToStart + mostMsPerSequence * total);
  const progress = new Progress(total);
  const found: number[] = [];
  let compared = 0;
  try {
    while (compared < total) {
      const count = Math.min(batchSize, total - compared);
      found.push(...(await differing(program, first + compared, count, progress, limit)));
      compared += count;
      progress.next(compared, found.length);
    }
  } catch (error) {
    if (!limit.aborted) throw error;
  }
  progress.end();
  const differences = await explain(program, found.slice(0, mostExplained));
  for (const [kind, same] of inKinds(differences)) {
    const [{ sequence, here, there }] = same;
    process.stdout.write(
      `${same.length} times ${kind}\n  sequence ${sequence}, host  ${here}\n  sequence ${sequence}, guest ${there}\n`,
    );
  }
  const range = `sequences ${first} to ${first + compared - 1}`;
  process.stdout.write(
    `${range}: ${compared - found.length} of ${compared} equal, ${found.length} differ (${progress.took()})\n`,
  );
  if (compared < total)
    process.stdout.write(`out of time: ${total - compared} sequences were not compared\n`);
  return found.length === 0 && compared === total ? 0 : 1;
}

const { values } = parseArgs({
  options: { sequences: { type: "string", default: "100000" }, first: { type: "string", default: "0" } },
});
const [total, first] = [Number(values.sequences), Number(values.first)];
if (!Number.isInteger(total) || total < 1 || !Number.isInteger(first) || first < 0) {
  process.stderr.write("osier differential: --sequences and --first are whole numbers\n");
  process.exitCode = 2;
} else process.exitCode = await compare(first, total);
