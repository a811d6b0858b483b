/** What goes wrong before a machine starts: a clear error, a failing status, and no wait. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "@osier/cli";
import { expect, test } from "vitest";
import { compile, launcher, osier, workDir } from "../osier.ts";

const dir = workDir("errors");

/** Every error names itself, says how to mend it, and prints nothing on stdout. */
async function fails(
  args: readonly string[],
  status: number,
  what: RegExp,
  env?: NodeJS.ProcessEnv,
): Promise<string> {
  const outcome = await osier(args, env === undefined ? { limitSeconds: 50 } : { limitSeconds: 50, env });
  expect(outcome).toMatchObject({ status, stdout: "" });
  expect(outcome.stderr).toMatch(what);
  expect(outcome.stderr).toMatch(/^ {2}mend: {2}\S/m);
  expect(outcome.stderr).not.toMatch(/\n\s+at .*\.ts:/);
  return outcome.stderr;
}

test("a file that is not ELF", () => fails(["run", "/etc/hostname"], 126, /not an ELF file/));

test("a truncated ELF", async () => {
  const file = join(dir, "truncated");
  copyFileSync("/usr/bin/ls", file);
  truncateSync(file, 40_000);
  await fails(["run", file], 126, /truncated/);
});

test("an ELF for aarch64", async () => {
  const source = join(dir, "main.c");
  writeFileSync(source, "int main(void) { return 0; }\n");
  const program = join(dir, "main-arm");
  expect(spawnSync("aarch64-linux-gnu-gcc", ["-o", program, source], { timeout: 60_000 }).status).toBe(0);
  await fails(["run", program], 126, /aarch64/);
});

test("a missing library: which, needed by whom, searched where", async () => {
  writeFileSync(join(dir, "lib.c"), "int gone(void) { return 0; }\n");
  writeFileSync(join(dir, "user.c"), "int gone(void); int main(void) { return gone(); }\n");
  const gcc = (...args: string[]) =>
    expect(spawnSync("gcc", args, { cwd: dir, timeout: 60_000 }).status).toBe(0);
  gcc("-shared", "-fPIC", "-o", "libgone.so", "lib.c");
  gcc("-o", "user", "user.c", "-L.", "-lgone");
  rmSync(join(dir, "libgone.so"));
  const text = await fails(["run", join(dir, "user")], 125, /library libgone\.so is missing/);
  expect(text).toContain(`needed by ${join(dir, "user")}`);
  expect(text).toContain("searched in: ");
});

test("a missing program, by path and by name", async () => {
  await fails(["run", "/nonexistent/program"], 127, /does not exist/);
  await fails(["run", "no-such-program"], 127, /not on PATH/);
});

test("QEMU missing", async () => {
  const bin = join(dir, "bin");
  mkdirSync(bin, { recursive: true });
  for (const tool of ["env", "bash", "node", "npm", "cmp", "find", "sort", "readlink", "dirname"]) {
    const { stdout } = spawnSync("/bin/sh", ["-c", `command -v ${tool}`], { encoding: "utf8" });
    rmSync(join(bin, tool), { force: true });
    symlinkSync(stdout.trim(), join(bin, tool));
  }
  await fails(["run", "/usr/bin/ls"], 125, /qemu-system-x86_64 is missing/, {
    PATH: bin,
    HOME: process.env["HOME"],
  });
});

test("flags that are wrong", async () => {
  await fails(["run", "-m", "0", "ls"], 125, /--memory 0/);
  await fails(["run", "--cpus", "none", "ls"], 125, /--cpus none/);
  await fails(["run", "--frobnicate", "ls"], 125, /unknown option '--frobnicate'/);
  await fails(["run", "--machine", "pc98", "ls"], 125, /pc98/);
  await fails(["run"], 125, /program/);
  await fails(["run", "--add", "/nonexistent", "ls"], 125, /no such file to add/);
});

test("a disk that is full while the image is written", () => {
  const images = join(cacheDir, "images");
  mkdirSync(images, { recursive: true });
  const script =
    'mount -t tmpfs -o size=1m none "$1" && exec "$2" run --no-cache --kernel /dev/null /usr/bin/sqlite3';
  const { status, stderr } = spawnSync("unshare", ["-rm", "sh", "-c", script, "sh", images, launcher], {
    encoding: "utf8",
    timeout: 60_000,
  });
  expect(stderr).toMatch(/disk is full/);
  expect(stderr).toContain(images);
  expect(status).toBe(125);
});

test("--dry-run prints one command of QEMU and starts nothing", async () => {
  const { status, stdout } = await osier([
    "run",
    "--dry-run",
    "--kernel",
    "/dev/null",
    compile("gcc", "hello.c"),
    "--",
    "a b",
  ]);
  expect(status).toBe(0);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  expect(stdout).toMatch(/^\S*qemu-system-x86_64 -M microvm.*arg=a%20b/);
});

test("--print-config prints JSON", async () => {
  const args = [
    "run",
    "--print-config",
    "--kernel",
    "/dev/null",
    "-m",
    "64M",
    "--machine",
    "q35",
    "/usr/bin/ls",
    "--",
    "-l",
  ];
  const config = JSON.parse((await osier(args)).stdout);
  expect(config).toMatchObject({
    memoryMiB: 64,
    machine: "q35",
    program: { exec: "/usr/bin/ls", argv: ["/usr/bin/ls", "-l"] },
  });
});

test("help and version are there at once, with examples", async () => {
  await osier(["--version"]); // may bundle
  for (const args of [
    ["--help"],
    ["run", "--help"],
    ["build", "--help"],
    ["doctor", "--help"],
    ["bench", "--help"],
    ["test", "--help"],
    ["soak", "--help"],
    ["inspect", "--help"],
  ]) {
    const start = performance.now();
    const { status, stdout } = await osier(args);
    expect(status).toBe(0);
    expect(stdout).toContain("Examples:");
    expect(performance.now() - start).toBeLessThan(2000);
  }
});
