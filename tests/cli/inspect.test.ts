/** `osier inspect` over an image that `osier build` made. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { osier, workDir } from "../osier.ts";

const dir = workDir("inspect");
const image = join(dir, "lua.erofs");

beforeAll(async () => {
  const built = await osier(["build", "/usr/bin/lua5.4", "-o", image], { limitSeconds: 300 });
  expect(built.status).toBe(0);
}, 310_000);

async function inspect(...args: string[]): Promise<string> {
  const outcome = await osier(["inspect", image, ...args]);
  expect(outcome).toMatchObject({ status: 0, stderr: "" });
  return outcome.stdout;
}

test("says what the image is", async () => {
  expect(await inspect()).toMatch(/^EROFS image, \d+ inodes, \d+ files of \d+ bytes in all\n$/);
});

test("ls lists a directory, with modes and link targets", async () => {
  expect(await inspect("ls", "/usr/bin")).toMatch(/^-rwxr-xr-x +\d+ lua5\.4$/m);
  expect(await inspect("ls")).toMatch(/^lrwxrwxrwx +\d+ lib -> usr\/lib$/m);
});

test("cat gives a file's bytes", async () => {
  const outcome = await osier(["inspect", image, "cat", "/bin/lua5.4"], { encoding: "latin1" });
  expect(outcome.stdout).toBe(readFileSync("/usr/bin/lua5.4", "latin1"));
});

test("tree lists everything, and as JSON", async () => {
  expect(await inspect("tree", "/usr")).toMatch(/^bin\/\n {2}lua5\.4$/m);
  const list = JSON.parse(await inspect("tree", "--json")) as { path: string; kind: string }[];
  expect(list).toContainEqual(expect.objectContaining({ path: "/etc/passwd", kind: "file" }));
});

test("what is not there, no image, or damaged is a clear error", async () => {
  const gone = await osier(["inspect", image, "cat", "/no/such/file"]);
  expect(gone).toMatchObject({ status: 125, stdout: "" });
  expect(gone.stderr).toMatch(/no such file in the image/);
  const missing = await osier(["inspect", join(dir, "missing.erofs")]);
  expect(missing).toMatchObject({ status: 125, stdout: "" });
  expect(missing.stderr).toMatch(/no such image/);
  const bytes = readFileSync(image);
  bytes[1024 + 70] = 0xff;
  const bad = join(dir, "bad.erofs");
  writeFileSync(bad, bytes);
  const damaged = await osier(["inspect", bad]);
  expect(damaged).toMatchObject({ status: 125, stdout: "" });
  expect(damaged.stderr).toMatch(/damaged.*checksum/);
});
