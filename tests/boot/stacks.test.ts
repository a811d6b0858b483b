/** Program stacks are mapped as they are touched, also where kernel code runs on them. */
import { expect, test } from "vitest";
import { compile, host, osier } from "../osier.ts";

const limitSeconds = 100;

test("the vDSO runs on stacks whose next page is not there yet", { timeout: 400_000 }, async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
  const program = compile("gcc", "lazystack.c");
  const here = await host([program], { limitSeconds });
  expect(here.status, here.stderr).toBe(0);
  expect(here.stdout.match(/: 0 wrong, 256 absent before/g)?.length).toBe(10);
  expect(await osier(["run", program], { limitSeconds })).toEqual(here);
});
