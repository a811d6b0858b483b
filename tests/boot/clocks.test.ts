/** The guest's clocks go as the host's do. */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { ClockGuest, drift } from "../clockdrift.ts";
import { osier } from "../osier.ts";

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

test.each(["microvm", "q35"])(
  "after some seconds the clock of %s drifts by millionths",
  { timeout: 120_000 },
  async (machine) => {
    const guest = new ClockGuest(100, "--machine", machine);
    const first = await guest.read();
    // The wall clock comes from the real-time clock, in whole seconds.
    expect(Math.abs(first.realtimeAhead)).toBeLessThan(1.5e9);
    await sleep(6000); // measured three times over by then
    const from = await guest.read();
    await sleep(12_000);
    const { ppm, errorPpm } = drift(from, await guest.read());
    await guest.end();
    expect(Math.abs(ppm)).toBeLessThan(20 + errorPpm);
    expect(errorPpm).toBeLessThan(500); // else nothing was measured
  },
);
