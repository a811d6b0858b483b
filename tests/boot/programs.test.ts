/** Debian's own programs and a few of ours, booted: output equal to the host's, byte for byte. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compile, host, type Invocation, osier, workDir } from "../osier.ts";

const machines = ["microvm", "q35"] as const;
const limitSeconds = 120;
const timeout = (limitSeconds + 30) * 1000;

beforeAll(async () => {
  const { status, stderr } = await osier(["build"], { limitSeconds: 290 });
  expect(status, stderr).toBe(0);
});

/** The same command here and in a guest must give the same output and status. */
async function same(
  machine: string,
  command: readonly string[],
  invocation: Invocation & { add?: string[] } = {},
): Promise<string> {
  const [program, ...args] = command;
  const adds = (invocation.add ?? []).flatMap((path) => ["--add", path]);
  const there = await osier(["run", "--machine", machine, ...adds, program as string, "--", ...args], {
    limitSeconds,
    ...invocation,
  });
  const here = await host(command, invocation);
  expect(there).toEqual(here);
  return there.stdout;
}

describe.each(machines)("%s", (machine) => {
  test("sqlite3 sums a generated series", { timeout }, async () => {
    const { status, stdout, stderr } = await osier(
      [
        "run",
        "--machine",
        machine,
        "/usr/bin/sqlite3",
        "--",
        ":memory:",
        "select sum(value) from generate_series(1,100)",
      ],
      { limitSeconds },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "5050\n", stderr: "" });
  });

  test("python hashes, and its status is the command's", { timeout }, async () => {
    const code = 'import hashlib,json,sys; print(hashlib.sha256(b"osier").hexdigest()); sys.exit(7)';
    await same(machine, ["/usr/bin/python3", "-c", code]);
  });

  test("python reads its program from stdin", { timeout }, async () => {
    expect(await same(machine, ["/usr/bin/python3", "-"], { stdin: "print(6*7)\n" })).toBe("42\n");
  });

  test("perl", { timeout }, () =>
    same(machine, [
      "/usr/bin/perl",
      "-MList::Util=sum",
      "-e",
      'printf("%d %s\\n", sum(1..100), join(",", sort { $b <=> $a } 1..9))',
    ]),
  );

  test("lua", { timeout }, () =>
    same(machine, ["/usr/bin/lua5.4", "-e", 'for i=1,3 do print(i, math.sqrt(i), ("x"):rep(i)) end']),
  );

  test("sort reads stdin", { timeout }, () =>
    same(machine, ["/usr/bin/sort", "-n"], { stdin: "10\n9\n100\n1\n" }),
  );

  test("busybox, static and not position independent", { timeout }, () =>
    same(machine, ["/usr/bin/busybox", "echo", "static", "a  b"]),
  );
});

test("sha256sum of a 64 MiB file in the image", { timeout }, async () => {
  const file = join(workDir("data"), "64m");
  const block = Buffer.alloc(1 << 20);
  for (let i = 0; i < block.length; i++) block[i] = (i * 2654435761) >>> 24;
  writeFileSync(file, Buffer.concat(Array.from({ length: 64 }, () => block)));
  await same("microvm", ["/usr/bin/sha256sum", file], { add: [file] });
});

test("ls lists the root of its image", { timeout }, async () => {
  const { status, stdout } = await osier(["run", "/usr/bin/ls", "--", "-la", "/"], { limitSeconds });
  expect(status).toBe(0);
  for (const name of ["etc", "usr", "tmp", "proc", "dev"])
    expect(stdout).toMatch(new RegExp(`^d.* root root .* ${name}$`, "m"));
  expect(stdout).toMatch(/^l.* lib64 -> usr\/lib64$/m);
});

test("C, static-PIE: arguments with every kind of character, environment, status", { timeout }, async () => {
  const program = compile("gcc", "hello.c", "-static-pie");
  const args = ["a b", "", "ü€😀", "%41", "quote'\"", "x".repeat(3000)];
  const { status, stdout } = await osier(["run", "-e", "GREETING=sun=moon", program, "--", ...args], {
    limitSeconds,
  });
  expect({ status, stdout }).toEqual({ status: args.length, stdout: `${args.join("\n")}\nhello sun=moon\n` });
});

test.each([[], ["-static"], ["-no-pie"]])("C, linked with [%s]", { timeout }, async (...flags) => {
  await same("microvm", [compile("gcc", "hello.c", ...flags), "1", "2"]);
});

test("C++ with exceptions and iostreams", { timeout }, () =>
  same("microvm", [compile("g++", "streams.cpp")], { stdin: "a\nb\nc\n" }),
);

test("Fortran", { timeout }, () => same("microvm", [compile("gfortran", "table.f90")]));

test("the image as a PVH module", { timeout }, async () => {
  const { status, stdout } = await osier(["run", "--initrd", compile("gcc", "hello.c")], { limitSeconds });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "hello world\n" });
});

test("a MiB of binary stdin arrives whole", { timeout }, async () => {
  const stdin = Buffer.from(Array.from({ length: 1 << 20 }, (_, i) => ((i * 7919) >>> 5) & 0xff));
  await same("microvm", ["/usr/bin/sha256sum"], { stdin });
});
