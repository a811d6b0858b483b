/** The program's streams through every machine and console: each byte passes, in order, however slow the reader. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { launcher, osier } from "../osier.ts";

const limitSeconds = 100;
const timeout = (limitSeconds + 20) * 1000;

beforeAll(async () => {
  const { status, stderr } = await osier(["build"], { limitSeconds: 290 });
  expect(status, stderr).toBe(0);
}, 300_000);

function sha256(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Every byte value in every neighbourhood that the escape of stdin cares for. */
function awkwardBytes(): Buffer {
  const bytes: number[] = [];
  for (let i = 0; i < 256; i++) bytes.push(i, 0x10, i, 0x10, 0x10, i, 0x04);
  return Buffer.from([...bytes, ...bytes.reverse()]);
}

interface Ran {
  status: number | null;
  stdout: Buffer;
  stderr: string;
}

/** Runs `./osier ARGS`, and reads its output only after `pauseMs`. */
function run(args: readonly string[], stdin: Buffer, pauseMs = 0): Promise<Ran> {
  const child = spawn(launcher, args, { stdio: ["pipe", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
  child.stdout.pause();
  setTimeout(() => child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk)).resume(), pauseMs);
  child.stdin.end(stdin);
  const timer = setTimeout(() => child.kill("SIGTERM"), limitSeconds * 1000);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      clearTimeout(timer);
      resolve({ status, stdout: Buffer.concat(chunks), stderr });
    });
  });
}

describe.each(["microvm", "q35"])("%s", (machine) => {
  describe.each(["serial", "virtio"])("%s", (console) => {
    const flags = ["run", "--machine", machine, "--console", console, "-m", "64M"];

    test("every byte comes in and goes out", { timeout }, async () => {
      const input = awkwardBytes();
      const { status, stdout, stderr } = await run([...flags, "/bin/cat"], input);
      expect({ status, stderr, hash: sha256(stdout) }).toEqual({
        status: 0,
        stderr: "",
        hash: sha256(input),
      });
    });

    test("stdout and stderr are kept apart", { timeout }, async () => {
      const code = "import os; os.write(2, b'e' * 5000); os.write(1, b'o' * 5000); os._exit(9)";
      const { status, stdout, stderr } = await run(
        [...flags, "/usr/bin/python3", "--", "-c", code],
        Buffer.alloc(0),
      );
      expect(status).toBe(9);
      expect(stdout.toString()).toBe("o".repeat(5000));
      expect(stderr).toBe("e".repeat(5000));
    });
  });

  test("nothing is lost when nobody reads for a while", { timeout }, async () => {
    const length = 16 << 20;
    const flags = ["run", "--machine", machine, "--console", "virtio", "-m", "64M"];
    const command = ["/usr/bin/head", "--", "-c", String(length), "/dev/zero"];
    const { status, stdout } = await run([...flags, ...command], Buffer.alloc(0), 3000);
    expect(status).toBe(0);
    expect(stdout.length).toBe(length);
  });
});
