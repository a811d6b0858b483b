/** The launcher in a clone of a few files, with stand-ins for apt-get, sudo and npm on PATH. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { launcher } from "../osier.ts";

let root = "";
let bin = "";

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
  chmodSync(join(root, path), mode);
}

/** Makes all that is up to date: packages, modules, bundle. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "osier-launcher-"));
  bin = join(root, "bin");
  chmodSync(root, 0o777);
  copyFileSync(launcher, join(root, "osier"));
  chmodSync(join(root, "osier"), 0o755);
  write(
    "cli/setup/packages.list",
    `# comment\nrun first-package ${root}/first\nrun second-package /etc/passwd\ntest third-package ${root}/third\n`,
  );
  write("first", "");
  write("package-lock.json", "{}");
  write("node_modules/.osier-lock", "{}");
  for (const room of ["cli", "image", "compiler"]) {
    write(`${room}/package.json`, "{}");
    write(`${room}/src/a.ts`, "");
  }
  write(".osier/bundles/1/main.mjs", "console.log(process.argv.slice(2).join(' '));");
  write(".osier/bundles/1/started", `${root}\n`);
  const later = new Date(Date.now() + 5000);
  utimesSync(join(root, ".osier/bundles/1/started"), later, later);
  symlinkSync("bundles/1", join(root, ".osier/cli"));
  const log = `printf '%s\\n' "$(basename "$0") $*" >>${root}/calls`;
  write(
    "bin/apt-get",
    `#!/bin/sh\n${log}\ncase "$*" in *first*) touch ${root}/first;; *third*) touch ${root}/third;; esac\n`,
    0o755,
  );
  write("bin/sudo", "#!/bin/sh\nexit 1\n", 0o755);
  write("bin/npm", `#!/bin/sh\n${log}\n`, 0o755);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function launch(...args: string[]) {
  const env = { PATH: `${bin}:${process.env["PATH"]}` };
  return spawnSync(join(root, "osier"), args, { encoding: "utf8", env, timeout: 30_000 });
}

const calls = () => (existsSync(join(root, "calls")) ? readFileSync(join(root, "calls"), "utf8") : "");

test("with everything there it only hands over", () => {
  expect(launch("run", "a b")).toMatchObject({ status: 0, stdout: "run a b\n", stderr: "" });
  expect(calls()).toBe("");
});

test("missing packages are installed, those of tests only for tests", () => {
  rmSync(join(root, "first"));
  const { status, stdout, stderr } = launch("run");
  expect({ status, stdout }).toEqual({ status: 0, stdout: "run\n" });
  expect(stderr).toContain("installing Debian packages: first-package");
  expect(calls()).toMatch(/apt-get .*update\napt-get .*install --no-install-recommends -y first-package\n$/);
  launch("test");
  expect(calls()).toMatch(/ third-package\n$/);
});

test("who may not install is told the exact command", () => {
  rmSync(join(root, "first"));
  const env = { PATH: `${bin}:${process.env["PATH"]}` };
  const as = process.getuid?.() === 0 ? ["setpriv", "--reuid", "65534", "--clear-groups", "--"] : [];
  const [file, ...args] = [...as, join(root, "osier"), "run"];
  const { status, stderr } = spawnSync(file as string, args, { encoding: "utf8", env, timeout: 30_000 });
  expect(status).toBe(125);
  expect(stderr).toContain("run: sudo apt-get install --no-install-recommends -y first-package\n");
  expect(calls()).toBe("");
});

test("an installation that fails says so, with the command to try", () => {
  rmSync(join(root, "first"));
  write("bin/apt-get", "#!/bin/sh\necho no network\nexit 100\n", 0o755);
  const { status, stderr } = launch("run");
  expect(status).toBe(125);
  expect(stderr).toContain("no network");
  expect(stderr).toContain("sudo apt-get update && sudo apt-get install");
});

test("another lock file means npm ci", () => {
  write("package-lock.json", '{"changed":1}');
  expect(launch("run").status).toBe(0);
  expect(calls()).toMatch(/^npm ci /);
  expect(readFileSync(join(root, "node_modules/.osier-lock"), "utf8")).toBe('{"changed":1}');
});

test("a newer source means a new bundle, and old runs keep theirs", () => {
  write(
    "cli/setup/bundle.mjs",
    'import { writeFileSync } from "node:fs"; writeFileSync(process.argv[3] + "/main.mjs", "console.log(2)");',
  );
  const later = new Date(Date.now() + 60_000);
  utimesSync(join(root, "image/src/a.ts"), later, later);
  expect(launch("run")).toMatchObject({ status: 0, stdout: "2\n" });
  expect(existsSync(join(root, ".osier/bundles/1/main.mjs"))).toBe(true);
});

test("a bundle that fails leaves the old one in place", () => {
  write("cli/setup/bundle.mjs", "process.exitCode = 1;");
  const later = new Date(Date.now() + 60_000);
  utimesSync(join(root, "image/src/a.ts"), later, later);
  expect(launch("run")).toMatchObject({ status: 125, stdout: "" });
  expect(readFileSync(join(root, ".osier/cli/main.mjs"), "utf8")).toContain("argv");
});
