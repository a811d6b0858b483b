/**
 * A few hundred random sequences: each is the same every time on one kernel, and ours gets through them. Comparing the two
 * kernels is `osier differential`.
 */
import { expect, test } from "vitest";
import { batch, inMachine, onHost, type Side, sequencesProgram } from "./sides.ts";

const count = 500;
const timeout = 400_000;
/** On a machine that is busy, a short sleep may meet the timer that ends waits: a few may differ. */
const fewMayDiffer = count / 50;
/** The host's side needs namespaces and a root of its own. */
const isRoot = process.getuid?.() === 0;

for (const [side, skipped] of [
  [onHost, !isRoot],
  [inMachine, false],
] as const) {
  test.skipIf(skipped)(`the ${side.name} ends every sequence, the same way twice`, { timeout }, async () => {
    const program = sequencesProgram();
    const once = await batch(side, program, 0, count);
    const twice = await batch(side, program, 0, count);
    const digests = new Set(once.map((line) => line.split(" ")[1]));
    expect(digests.size, "sequences are not all alike").toBeGreaterThan(count / 2);
    expect(once.filter((line, i) => line !== twice[i]).length).toBeLessThanOrEqual(fewMayDiffer);
  });
}

test("a sequence that ends its side is named, and the rest is run", async () => {
  const loop =
    'n=$1; while [ $n -lt $(($1 + $2)) ]; do [ $n = 7 ] && kill -SEGV $$; echo "$n x"; n=$((n + 1)); done';
  const shell: Side = { name: "shell", command: (_, args) => ["sh", "-c", loop, "sh", ...args] };
  const lines = await batch(shell, "", 5, 4);
  expect(lines).toEqual(["5 x", "6 x", "7 ended: SIGSEGV", "8 x"]);
});
