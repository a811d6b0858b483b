/** Ten seconds of the soak, on one processor and on two: the whole of it is `osier soak`. */
import { expect, test } from "vitest";
import { soak } from "./main.ts";

test.each([1, 2])("the soak is clean on %i CPUs", { timeout: 200_000 }, async (cpus) => {
  const { status, stdout, stderr } = await soak(10, cpus, 7);
  expect({ status, last: stdout.trimEnd().split("\n").at(-1) }, stdout + stderr).toEqual({
    status: 0,
    last: "soak: clean",
  });
});
