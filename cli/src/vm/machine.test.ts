/** The runner against real QEMU machines whose kernels are a few bytes of ours. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { testDir } from "../test-dir.ts";
import { OsierError } from "../ui/error.ts";
import { probe } from "./accel.ts";
import type { VmConfig } from "./config.ts";
import { findQemu } from "./find-qemu.ts";
import { flushSerial, halt, outByte, pvhKernel } from "./pvh.ts";
import { runMachine } from "./run.ts";

const dir = testDir("machine");
let serial = 0;

/** A kernel that writes texts to ports and then runs `end`. */
function kernel(texts: readonly [number, string][], end: readonly number[]): string {
  const code = texts.flatMap(([port, text]) =>
    [...Buffer.from(text)].flatMap((byte) => [
      ...outByte(port, byte),
      ...(port === 0x3f8 ? flushSerial : []),
    ]),
  );
  const path = join(dir, `kernel-${serial++}.elf`);
  writeFileSync(path, pvhKernel(Uint8Array.from([...code, ...end])));
  return path;
}

const exit = [...outByte(0xf4, 0), ...halt];
const tripleFault = [0x0f, 0x01, 0x1d, 0, 0, 0, 0, 0x0f, 0x0b]; // lidt 0; ud2

async function run(
  file: string,
  change: Partial<VmConfig> = {},
  timeoutSeconds = 20,
  stdout = new PassThrough(),
  startLimitMs = 10_000,
) {
  const config: VmConfig = {
    ...{
      qemu: findQemu(),
      kernel: file,
      image: null,
      imageBy: "disk",
      machine: "microvm",
      accelerator: "tcg",
    },
    ...{
      memoryMiB: 32,
      cpus: 1,
      console: "serial",
      program: null,
      terminal: null,
      verbose: false,
      strace: false,
      aslr: true,
      balloon: false,
      qmpSocket: null,
      gdbPort: null,
    },
    ...change,
  };
  const [stdin, stderr] = [new PassThrough(), new PassThrough()];
  stdin.end();
  const text = { out: "", err: "" };
  stdout.on("data", (chunk: Buffer) => (text.out += chunk));
  stderr.on("data", (chunk: Buffer) => (text.err += chunk));
  const options = {
    timeoutSeconds,
    startLimitMs,
    showLog: config.verbose,
    symbols: file,
    hostFile: () => null,
  };
  const status = await runMachine(config, options, { stdin, stdout, stderr });
  return { status, ...text };
}

const talk: [number, string][] = [
  [0x3f8, "to stdout\n"],
  [0xea, "to stderr\n"],
  [0xe9, "booted\n\x01report-begin\nreport line\n\x01report-end\n\x01exit 7\n"],
];

test.each(["microvm", "q35"] as const)(
  "%s: streams are apart, the log is quiet, the status is the guest's",
  async (machine) => {
    const { status, out, err } = await run(kernel(talk, exit), { machine });
    expect(status).toBe(7);
    expect(out).toBe("to stdout\n");
    expect(err.split("\n").sort()).toEqual(["", "report line", "to stderr"]);
  },
);

test("--verbose shows the log", async () => {
  expect((await run(kernel(talk, exit), { verbose: true })).err).toContain("booted\n");
});

test("a large output arrives whole", async () => {
  const line = "0123456789abcdef\n";
  const { out } = await run(
    kernel(
      [
        [0x3f8, line.repeat(2000)],
        [0xe9, "\x01exit 0\n"],
      ],
      exit,
    ),
  );
  expect(out).toBe(line.repeat(2000));
});

test("a reader that goes away ends the machine, as SIGPIPE would", async () => {
  const file = kernel([[0x3f8, "line\n".repeat(500)]], halt);
  const stdout = new PassThrough();
  stdout.once("data", () => stdout.destroy(new Error("EPIPE")));
  expect((await run(file, {}, 20, stdout)).status).toBe(141);
});

async function failure(promise: Promise<unknown>): Promise<OsierError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OsierError);
  return error as OsierError;
}

test("a triple fault is an error with the last words, not a hang", async () => {
  const error = await failure(run(kernel([[0xe9, "last words\n"]], tripleFault)));
  expect(error.status).toBe(125);
  expect(error.where).toContain("last words");
});

test("a guest that never ends is ended at the time limit with status 124", async () => {
  const error = await failure(run(kernel([], halt), {}, 1));
  expect(error.status).toBe(124);
  expect(error.mend).toContain("--timeout");
});

test("a kernel that gives no sign of life is given up", async () => {
  const error = await failure(run(kernel([], halt), {}, 20, new PassThrough(), 500));
  expect(error.status).toBe(125);
  expect(error.what).toContain("did not start");
});

test("a panic is named", async () => {
  expect((await failure(run(kernel([[0xe9, "\x01panic\n"]], exit)))).what).toContain("panicked");
});

test("a QEMU that is not there, and a kernel that is none, are said plainly", async () => {
  const missing = await failure(run(kernel([], exit), { qemu: "/nonexistent/qemu" }));
  expect(missing.status).toBe(125);
  const garbage = join(dir, "garbage");
  writeFileSync(garbage, "not a kernel");
  expect((await failure(run(garbage))).where).not.toBe("");
});

test("the probe tells a machine that boots from one that does not", async () => {
  expect(await probe(findQemu(), "tcg", 20_000)).toBe(true);
  expect(await probe("/bin/true", "tcg")).toBe(false);
  expect(await probe("/nonexistent/qemu", "kvm")).toBe(false);
});
