import { expect, test } from "vitest";
import { guestEnvironment, localesOf } from "./environment.ts";
import { cpusSchema, envSchema, flag, memorySchema, timeoutSchema } from "./flags.ts";

test("sizes of memory", () => {
  const memory = flag("--memory", memorySchema);
  expect(["4", "64M", "64MiB", "1g", "2048k"].map(memory)).toEqual([4, 64, 64, 1024, 2]);
  for (const wrong of ["", "0", "-1", "1T", "1.5G", "100k", "99999999"])
    expect(() => memory(wrong), wrong).toThrow("not valid");
});

test("counts and times", () => {
  expect(flag("--cpus", cpusSchema)("2")).toBe(2);
  expect(() => flag("--cpus", cpusSchema)("0")).toThrow("not valid");
  expect(flag("--timeout", timeoutSchema)("0.5")).toBe(0.5);
  expect(() => flag("--timeout", timeoutSchema)("soon")).toThrow("not valid");
  expect(() => flag("--env", envSchema)("=x")).toThrow("not valid");
});

test("the guest's environment is small, takes the locale along and obeys -e", () => {
  const host = {
    LANG: "C.UTF-8",
    LC_TIME: "de_DE.UTF-8",
    SECRET: "x",
    TERM: "xterm",
    PASS: "on",
    PATH: "/host",
  };
  const env = guestEnvironment(["A=1=2", "PASS", "ABSENT", "HOME=/h"], host, false);
  expect(env).toEqual([
    "A=1=2",
    "HOME=/h",
    "LANG=C.UTF-8",
    "LC_TIME=de_DE.UTF-8",
    "PASS=on",
    expect.stringContaining("PATH=/usr/local/sbin"),
  ]);
  expect(localesOf(env)).toEqual(["C.UTF-8", "de_DE.UTF-8"]);
  expect(guestEnvironment([], host, true)).toContain("TERM=xterm");
});
