/** ELF files of the distribution, judged by readelf and nm; damaged ones by their errors. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ElfFile, ImageError, type ImageErrorCode } from "../index.ts";

let dir = "";
const shared = () => join(dir, "libshared.so");
const program = () => join(dir, "program");

function run(tool: string, ...args: string[]): string {
  return execFileSync(tool, args, { encoding: "utf8", timeout: 60_000, maxBuffer: 1 << 26 });
}
function compile(out: string, text: string, ...flags: string[]): void {
  const source = join(dir, "source.c");
  writeFileSync(source, text);
  run("clang-19", "-O1", "-o", out, source, ...flags);
}
/** The values in brackets that readelf prints for one tag. */
function bracketed(file: string, tag: string): string[] {
  const lines = run("readelf", "-dW", file).split("\n");
  return lines.filter((line) => line.includes(`(${tag})`)).map((line) => /\[(.*)\]/.exec(line)![1]!);
}
function codeOf(action: () => unknown): ImageErrorCode | null {
  try {
    action();
    return null;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    expect(error.mend).not.toBe("");
    expect(error.where).toContain("/");
    return error.code;
  }
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "osier-elf-"));
  compile(
    shared(),
    "int shared_data[5]; int shared_add(int a) { shared_data[0] += a; return a + 1; } __attribute__((weak)) int shared_weak(void) { return 2; }",
    "-shared",
    "-fPIC",
    "-Wl,-soname,libshared.so.1",
    "-Wl,--disable-new-dtags,-rpath,/one:$ORIGIN/two",
  );
  compile(
    program(),
    "int shared_add(int); int main(void) { return shared_add(1); }",
    shared(),
    "-pie",
    "-Wl,--enable-new-dtags,-rpath,$ORIGIN",
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("programs of the distribution need what readelf says they need", () => {
  for (const link of ["/bin/ls", "/usr/bin/python3", "/usr/bin/perl", "/lib64/ld-linux-x86-64.so.2"]) {
    const path = realpathSync(link);
    using elf = ElfFile.open(path);
    expect(elf.dynamic?.needed).toEqual(bracketed(path, "NEEDED"));
    expect(elf.dynamic?.soname ?? undefined).toBe(bracketed(path, "SONAME")[0]);
    const interpreter = /program interpreter: (.*)\]/.exec(run("readelf", "-lW", path))?.[1] ?? null;
    expect(elf.interpreter).toBe(interpreter);
    expect(elf.segments).toHaveLength(
      Number(/are (\d+) program headers/.exec(run("readelf", "-lW", path))?.[1]),
    );
    const entry = /Entry point address: *(0x[0-9a-f]+)/.exec(run("readelf", "-h", path))![1]!;
    expect(elf.header.entry).toBe(BigInt(entry));
  }
});

test("search paths, names and kinds of what the linker made", () => {
  using library = ElfFile.open(shared());
  expect(library.dynamic).toMatchObject({
    soname: "libshared.so.1",
    rpath: ["/one", "$ORIGIN/two"],
    runpath: [],
  });
  expect(library.isProgram).toBe(false);
  expect(library.header.type).toBe("shared");
  using main = ElfFile.open(program());
  expect(main.dynamic).toMatchObject({ runpath: ["$ORIGIN"], rpath: [], pie: true });
  expect(main.dynamic?.needed).toContain("libshared.so.1");
  expect(main.isProgram).toBe(true);
});

test("a static program has an address and no dynamic section", () => {
  const path = join(dir, "static");
  compile(path, "int main(void) { return 3; }", "-static", "-no-pie");
  using elf = ElfFile.open(path);
  expect(elf.header.type).toBe("executable");
  expect(elf.dynamic).toBeNull();
  expect(elf.interpreter).toBeNull();
  expect(elf.isProgram).toBe(true);
});

test("symbols have the addresses, sizes and kinds that nm tells", () => {
  using elf = ElfFile.open(shared());
  const lines = run("nm", "-D", "-S", "--defined-only", shared()).trim().split("\n");
  const told = lines.map((line) => /^(\w+) (?:(\w+) )?(\w) (\S+)$/.exec(line)!);
  const found = new Map(elf.dynamicSymbols().map((symbol) => [symbol.name, symbol]));
  for (const [, address, size, , name] of told) {
    expect(found.get(name!)).toMatchObject({
      address: BigInt(`0x${address}`),
      size: BigInt(`0x${size}`),
      defined: true,
    });
  }
  expect(found.get("shared_add")).toMatchObject({ type: "function", binding: "global" });
  expect(found.get("shared_weak")).toMatchObject({ type: "function", binding: "weak" });
  expect(found.get("shared_data")).toMatchObject({ type: "object", size: 20n });
  const fixed = elf.staticSymbols();
  expect(fixed).toContainEqual(found.get("shared_add"));
  expect(fixed).toContainEqual(
    expect.objectContaining({ name: "source.c", binding: "local", type: "other" }),
  );
});

test("dynamic symbols are found without section headers", () => {
  for (const style of ["gnu", "sysv"]) {
    const whole = join(dir, `whole-${style}.so`);
    const bare = join(dir, `bare-${style}.so`);
    compile(
      whole,
      "int a(void) { return 1; } int b(void) { return 2; } int c;",
      "-shared",
      "-fPIC",
      `-Wl,--hash-style=${style}`,
    );
    const bytes = readFileSync(whole);
    bytes.writeBigUInt64LE(0n, 40);
    bytes.writeUInt16LE(0, 58);
    bytes.writeUInt16LE(0, 60);
    bytes.writeUInt16LE(0, 62);
    writeFileSync(bare, bytes);
    using a = ElfFile.open(whole);
    using b = ElfFile.open(bare);
    expect(b.dynamicSymbols()).toEqual(a.dynamicSymbols());
    expect(b.dynamicSymbols().map((s) => s.name)).toContain("b");
    expect(b.staticSymbols()).toEqual([]);
  }
});

test("an address is named by the function that it lies in", () => {
  using elf = ElfFile.open(shared());
  const add = elf.dynamicSymbols().find((symbol) => symbol.name === "shared_add")!;
  expect(elf.symbolAt(add.address + 3n)).toMatchObject({ symbol: { name: "shared_add" }, offset: 3n });
  expect(elf.symbolAt(add.address + add.size)?.symbol.name).not.toBe("shared_add");
  expect(elf.symbolAt(0x7fff_0000_0000n)).toBeNull();
});

test("what cannot be used is refused by kind, with the place and the way out", () => {
  const text = join(dir, "text");
  writeFileSync(text, "#!/bin/sh\n");
  expect(codeOf(() => ElfFile.open(text))).toBe("not-elf");
  writeFileSync(text, "");
  expect(codeOf(() => ElfFile.open(text))).toBe("not-elf");
  expect(codeOf(() => ElfFile.open(dir))).toBe("not-elf");
  expect(codeOf(() => ElfFile.open(join(dir, "none")))).toBe("not-found");
  const arm = join(dir, "arm");
  compile(
    arm,
    "void _start(void) { for (;;); }",
    "--target=aarch64-linux-gnu",
    "-nostdlib",
    "-fuse-ld=lld",
    "-static",
  );
  expect(() => ElfFile.open(arm)).toThrow(/aarch64, not for x86-64/);
  expect(codeOf(() => ElfFile.open(arm))).toBe("wrong-machine");
  using known = ElfFile.open(arm, "aarch64");
  expect(known.header.machine).toBe("aarch64");
  const object = join(dir, "object.o");
  compile(object, "int x;", "-c");
  expect(codeOf(() => ElfFile.open(object))).toBe("unsupported");
});

test("a file cut anywhere is truncated, unless what is missing is not asked for", () => {
  const whole = readFileSync(program());
  const path = join(dir, "cut");
  using elf = ElfFile.open(program());
  const loaded = Math.max(...elf.segments.filter((s) => s.type === 1).map((s) => s.offset + s.fileSize));
  fc.assert(
    fc.property(fc.integer({ min: 4, max: loaded - 1 }), (length) => {
      writeFileSync(path, whole.subarray(0, length));
      expect(codeOf(() => ElfFile.open(path))).toBe("truncated");
    }),
    { numRuns: 100 },
  );
});

test("flipped bytes give a typed error or another answer, never anything else", () => {
  for (const file of [program(), shared()]) {
    const good = readFileSync(file);
    using elf = ElfFile.open(file);
    const dynamic = elf.segments.find((s) => s.type === 2)!;
    const header = fc.integer({ min: 0, max: 64 + elf.segments.length * 56 - 1 });
    const table = fc.integer({ min: dynamic.offset, max: dynamic.offset + dynamic.fileSize - 1 });
    const strings = fc.integer({ min: 0, max: good.length - 1 });
    const path = join(dir, "flipped");
    fc.assert(
      fc.property(fc.oneof(header, table, strings), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bad = Buffer.from(good);
        bad[at] = bad[at]! ^ flip;
        writeFileSync(path, bad);
        codeOf(() => {
          using other = ElfFile.open(path, null);
          other.dynamicSymbols();
          other.staticSymbols();
          other.symbolAt(0x1000n);
        });
      }),
      { numRuns: 400 },
    );
  }
});
