/**
 * System calls behave as Linux's: each case under cases/ runs on this machine and in a guest, and prints the same. In the
 * guest it does so on one processor and on two.
 *
 * The cases of an area are one static program and run in one boot. When a case has no end, because the program died or
 * hung in it, that case fails and the ones after it run in another boot. Cases of the area "endings" end the process:
 * each has a boot of its own, and the exit status is compared as well.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { host, type Outcome, osier, workDir } from "../osier.ts";
import { type Area, atOnce, buildAreas, findAreas } from "./programs.ts";

/** For the cases of an area together; on a machine that does nothing else they need a twentieth of it. */
const limitSeconds = 120;
const environment = { PATH: "/usr/bin", LC_ALL: "C.UTF-8" };
const areas = findAreas();
const processors = [1, 2];
const scratch = mkdtempSync(join(workDir("scratch"), "conformance-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Run = (area: Area, names: string[]) => Promise<Outcome>;
const onHost: Run = (area, names) =>
  host([area.program, ...names], {
    cwd: mkdtempSync(join(scratch, `${area.name}-`)),
    env: environment,
    limitSeconds,
  });
const inGuest =
  (cpus: number): Run =>
  (area, names) =>
    osier(
      ["run", "--cpus", `${cpus}`, "--workdir", "/tmp", "-e", "PATH=/usr/bin", area.program, "--", ...names],
      { limitSeconds },
    );

/** The status as a shell tells it. */
function statusOf({ status, signal }: Outcome): string {
  return signal === null ? `status ${status}` : `status ${128 + constants.signals[signal]}`;
}
/** What each case of the area printed. */
async function outputs(area: Area, run: Run, into: Map<string, string>): Promise<void> {
  if (area.endings) {
    for (const name of area.cases) {
      const outcome = await run(area, [name]);
      into.set(name, `${outcome.stdout}${statusOf(outcome)}\n`);
    }
    return;
  }
  for (let left = area.cases; left.length > 0; ) {
    const outcome = await run(area, left);
    // sections end with "-- NAME"
    for (const [, body, name] of outcome.stdout.matchAll(/([\s\S]*?)^-- (\w+)\n/gm))
      into.set(name as string, body as string);
    left = left.filter((name) => !into.has(name));
    const stopped = left.shift();
    const rest = outcome.stdout.slice(outcome.stdout.lastIndexOf("\n-- ") + 1);
    if (stopped !== undefined)
      into.set(stopped, `it did not end (${statusOf(outcome)}):\n${rest}\n${outcome.stderr}`);
  }
}

const here = new Map<string, string>();
const there = new Map(processors.map((cpus) => [cpus, new Map<string, string>()]));

beforeAll(async () => {
  await buildAreas(areas);
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
  const runs = areas.flatMap((area) => [
    () => outputs(area, onHost, here),
    ...processors.map((cpus) => () => outputs(area, inGuest(cpus), there.get(cpus) as Map<string, string>)),
  ]);
  await atOnce(2, runs, (run) => run());
}, 580_000);

describe.each(processors)("on %i processors", (cpus) => {
  describe.each(areas)("$name", (area) => {
    test.each(area.cases)("%s", (name) => {
      expect(here.get(name), "on the host").not.toMatch(/^it did not end/);
      expect(there.get(cpus)?.get(name)).toBe(here.get(name));
    });
  });
});
