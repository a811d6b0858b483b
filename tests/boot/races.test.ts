/** Wake-ups on several processors that race with sleeps, signals, moves, ends of threads and closes; files that threads share. */
import { beforeAll, expect, test } from "vitest";
import { compile, host, osier } from "../osier.ts";

const timeout = 200_000;
const passed = "6000 of 6000 tokens taken, 0 complaints\n";
const shared = "pipes: all taken\ncounters: all taken\nepoll: all taken\n0 complaints\n";
let program = "";
let files = "";

beforeAll(async () => {
  program = compile("gcc", "races.c", "-pthread");
  files = compile("gcc", "shared_pipes.c", "-pthread");
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

test("what the races promise holds on Linux", { timeout }, async () => {
  expect(await host([program, "600"])).toMatchObject({ stdout: passed, status: 0 });
  expect(await host([files, "2000"])).toMatchObject({ stdout: shared, status: 0 });
});
test.each([1, 2, 4])("no wake-up and no token is lost on %i processors", { timeout }, async (cpus) => {
  const args = ["run", "--cpus", String(cpus), "-m", "512M", program, "--", "600"];
  expect(await osier(args, { limitSeconds: 150 })).toMatchObject({ stdout: passed, status: 0 });
});
test.each([1, 2, 4])("shared pipes, counters and epoll files on %i processors", { timeout }, async (cpus) => {
  const args = ["run", "--cpus", String(cpus), "-m", "512M", files, "--", "3000"];
  expect(await osier(args, { limitSeconds: 150 })).toMatchObject({ stdout: shared, status: 0 });
});
