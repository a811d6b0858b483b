/** The kernel boots on either memory map: the loader's (PVH) and the firmware's (e820). */
import { expect, test } from "vitest";
import { compile, host, osier } from "../osier.ts";

test.each(["microvm", "q35"])(
  "the firmware's e820 table serves on %s",
  async (machine) => {
    const hello = compile("gcc", "hello.c", "-static");
    const plain = await osier(["run", "--machine", machine, hello], { limitSeconds: 300 });
    const dry = await osier(["run", "--machine", machine, "--console", "serial", "--dry-run", hello], {
      limitSeconds: 60,
    });
    expect(dry).toMatchObject({ status: 0 });
    const command = dry.stdout.trim().replace("-append '", "-append 'memmap=e820 ");
    expect(command).toContain("memmap=e820");
    // QEMU opens /dev/stderr by name, which a socket (what a test's pipe is) does not allow: a pipe of the shell's does.
    const script = `{ timeout 60 ${command}; } 2> >(cat >&2)`;
    const outcome = await host(["bash", "-c", script], { limitSeconds: 70 });
    expect(outcome.stdout).toBe(plain.stdout);
    expect(outcome.stderr).toContain(`exit ${plain.status}`);
  },
  400_000,
);
