/** What randomness is made of: the entropy device, also where the processor has no instruction for it. */
import { beforeAll, expect, test } from "vitest";
import { compile, host, osier } from "../osier.ts";

const timeout = 200_000;

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

/** The log of a boot whose QEMU command `change` has changed. */
async function logOf(machine: string, change: (command: string) => string): Promise<string> {
  const program = compile("gcc", "hello.c", "-static");
  const dry = await osier([
    "run",
    "--machine",
    machine,
    "--verbose",
    "--console",
    "serial",
    "--dry-run",
    program,
  ]);
  expect(dry).toMatchObject({ status: 0 });
  // QEMU opens /dev/stderr by name, which a socket (what a test's pipe is) does not allow: a pipe of the shell's does.
  const script = `{ timeout 60 ${change(dry.stdout.trim())}; } 2> >(cat >&2)`;
  const { stdout, stderr } = await host(["bash", "-c", script], { limitSeconds: 70 });
  expect(stdout).toContain("hello");
  return stderr;
}

const withoutInstructions = (command: string) => command.replace("-cpu max", "-cpu max,-rdrand,-rdseed");

test.each(["microvm", "q35"])(
  "without random-number instructions, %s waits for its device",
  { timeout },
  async (machine) => {
    const log = await logOf(machine, withoutInstructions);
    expect(log).toMatch(/random: 64 bytes from devices/);
    expect(log).not.toMatch(/timing alone/);
  },
);

test.each(["microvm", "q35"])("with neither, %s says so and goes on", { timeout }, async (machine) => {
  const log = await logOf(machine, (command) =>
    withoutInstructions(command).replace(/-device virtio-rng-\S+/, ""),
  );
  expect(log).toMatch(/random: no random-number instruction; seeding from timing alone/);
});
