/**
 * Programs of compilers with their own run-time systems: goroutines on their own stacks, a garbage collector, threads.
 * They run under --slow, where the compiler is installed.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { rootDir } from "@osier/cli";
import { expect, test } from "vitest";
import { osier, workDir } from "../osier.ts";
import { compare, locate, slowToo } from "./compare.ts";

interface Language {
  compiler: string;
  /** A file of sources/. */
  source: string;
  /** The command, given the source and the executable to make. */
  build(source: string, out: string): string[];
}

const languages: Language[] = [
  { compiler: "go", source: "threads.go", build: (source, out) => ["go", "build", "-o", out, source] },
  { compiler: "rustc", source: "threads.rs", build: (source, out) => ["rustc", "-O", "-o", out, source] },
  {
    compiler: "fpc",
    source: "files.pas",
    build: (source, out) => ["fpc", `-o${out}`, `-FU${workDir("units")}`, source],
  },
  {
    compiler: "ghc",
    source: "threads.hs",
    build: (source, out) => ["ghc", "-outputdir", workDir("units"), "-o", out, source],
  },
];

async function sameWhenCompiled({ source, build }: Language): Promise<void> {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
  const out = join(workDir("compiled"), source.replace(".", "-"));
  const [file, ...args] = build(join(rootDir, "tests/programs/sources", source), out) as [
    string,
    ...string[],
  ];
  const environment = { ...process.env, CGO_ENABLED: "0", GOCACHE: workDir("gocache"), GOFLAGS: "-mod=mod" };
  const made = spawnSync(file, args, { encoding: "utf8", env: environment, timeout: 200_000 });
  expect(made.status, made.stderr).toBe(0);
  await compare([out, { stdin: "some input\n", memory: "1G", ignoreStderr: true }]);
}

for (const language of languages) {
  const skipped = !slowToo || locate(language.compiler) === null;
  const name = `${language.compiler} ${language.source}`;
  test.skipIf(skipped)(name, { timeout: 400_000 }, () => sameWhenCompiled(language));
}
