/** Every program under bare/ must do the same on aarch64, run by qemu-aarch64. */
import { expect, test } from "vitest";
import { runPrograms, testPrograms } from "./programs.ts";

const programs = testPrograms("aarch64");
const outcomes = await runPrograms(programs, {
  name: "aarch64",
  target: "host-aarch64",
  mode: "development",
});

test.each(programs)("$name", ({ name }) => {
  expect(outcomes.get(name)).toBeNull();
});
