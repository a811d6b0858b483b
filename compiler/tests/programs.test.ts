/** Every program under bare/ must do on the host what it says, as optimised code and under the sanitizers. */
import { describe, expect, test } from "vitest";
import { archOf } from "../src/link/target.ts";
import { runPrograms, testPrograms } from "./programs.ts";

const programs = testPrograms(archOf("host"));
const optimised = await runPrograms(programs, { name: "host", target: "host", mode: "development" });
const sanitized = await runPrograms(programs, {
  name: "host-sanitized",
  target: "host",
  mode: "debug",
  sanitize: ["address", "undefined"],
});

test("there are at least 200 programs", () => {
  expect(programs.length).toBeGreaterThanOrEqual(200);
});

describe("optimised", () => {
  test.each(programs)("$name", ({ name }) => {
    expect(optimised.get(name)).toBeNull();
  });
});

describe("unoptimised, under AddressSanitizer and UBSan", () => {
  test.each(programs)("$name", ({ name }) => {
    expect(sanitized.get(name)).toBeNull();
  });
});
