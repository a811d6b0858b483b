/** Stack budgets against given depths, and the kernel's own file. */
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import type { Depth } from "../check/stackdepth.ts";
import type { FunctionInfo } from "../frontend/tree.ts";
import { kernelDir } from "./places.ts";
import { budgetFiles, holdBudgets, overBudget, readBudgets } from "./stackbudget.ts";

const at = (name: string) => ({ name, symbol: name }) as FunctionInfo;
const depth = (name: string, frames: number[], circles: FunctionInfo[][] = []): Depth => ({
  entry: at(name),
  bytes: frames.reduce((sum, bytes) => sum + bytes, 0),
  chain: frames.map((bytes) => ({ at: at(name), bytes })),
  circles,
});
const budget = { stack: "a stack", bytes: 1000, entries: ["call", "trap"], assembly: 100, because: "both" };

test("entries on one stack count together, with what their assembly pushes", () => {
  expect(overBudget([budget], [depth("call", [600]), depth("trap", [300])])).toEqual([]);
  expect(overBudget([budget], [depth("call", [600]), depth("trap", [301])])).toEqual([
    "a stack has 1000 bytes, and may need 1001: call 600 + trap 301 + 100 of assembly",
  ]);
});
test("a circle that nothing bounds is over every budget", () => {
  const circular = depth("call", [8], [[at("a"), at("b")]]);
  expect(overBudget([budget], [circular, depth("trap", [8])])).toEqual([
    "below call, nothing bounds how often these call one another: a, b",
  ]);
});
test("what touches the page below has that page, and a frame within one", () => {
  expect(overBudget([], [], [depth("t", [4096, 4096])])).toEqual([]);
  expect(overBudget([], [], [depth("t", [16, 4097])])).toEqual([
    "t touched one page of a program's stack, and may need 4097 bytes",
  ]);
  expect(overBudget([], [], [depth("t", [4100])])[0]).toContain("may need 4100 bytes");
});
test("an entry that is none, and what is wrong, are errors", () => {
  expect(() => overBudget([budget], [])).toThrow("call is no entry point");
  expect(() => holdBudgets(["too deep"])).toThrow("too deep");
  expect(() => holdBudgets([])).not.toThrow();
});
test("the kernel has budgets, which its builds are held to", () => {
  expect(budgetFiles(kernelDir).every((file) => existsSync(file))).toBe(true);
  expect(readBudgets(kernelDir).map((one) => one.bytes)).toEqual([16384, 16384, 16384]);
});
