/**
 * A few hundred random sequences: each is the same every time on one kernel, and ours gets through them. Comparing the two
 * kernels is `osier differential`.
 */
import { expect, test } from "vitest";
import { batch, inMachine, onHost, sequencesProgram } from "./main.ts";

const count = 500;
const timeout = 400_000;
/** On a machine that is busy, a short sleep may meet the timer that ends waits: a few may differ. */
const fewMayDiffer = count / 50;
/** The host's side needs namespaces and a root of its own. */
const isRoot = process.getuid?.() === 0;

for (const [name, side, skipped] of [
  ["the host", onHost, !isRoot],
  ["a machine", inMachine, false],
] as const) {
  test.skipIf(skipped)(`${name} ends every sequence, the same way twice`, { timeout }, async () => {
    const program = sequencesProgram();
    const once = await batch(side, program, 0, count);
    const twice = await batch(side, program, 0, count);
    const digests = new Set(once.map((line) => line.split(" ")[1]));
    expect(digests.size, "sequences are not all alike").toBeGreaterThan(count / 2);
    expect(once.filter((line, i) => line !== twice[i]).length).toBeLessThanOrEqual(fewMayDiffer);
  });
}
