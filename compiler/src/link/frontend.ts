/** The way from source files to modules of IR: loads the front end and lowering only when something is compiled. */
import { dirname, join, resolve } from "node:path";
import type { Diagnostic } from "../frontend/diagnostics.ts";
import type { Program, SourceUnit } from "../frontend/tree.ts";
import type { BuildMode, Sanitizer, TargetName } from "../options.ts";
import { CompilerError, ProgramRejected } from "./error.ts";
import type { ObjectCompiler } from "./objects.ts";
import { kernelDir, repositoryDir } from "./places.ts";
import { archOf, isHost } from "./target.ts";

export interface LoadTarget {
  /** What symbols and DWARF paths are relative to. */
  readonly root: string;
  readonly target: TargetName;
  readonly mode: BuildMode;
  readonly sanitize: readonly Sanitizer[];
}

/** Loads entries and all they import, and checks contexts over the whole. Diagnostics are in the result: nothing is thrown for them. */
export async function load(
  entries: readonly string[],
  options: LoadTarget,
): Promise<{ program: Program | null; diagnostics: readonly Diagnostic[]; inputs: readonly string[] }> {
  const { loadProgram } = await import("../frontend/index.ts");
  const outside = [...new Set(entries.map((file) => dirname(resolve(file))))].filter(
    (dir) => !dir.startsWith(repositoryDir) && !dir.startsWith(options.root),
  );
  const loaded = loadProgram({
    roots: entries.map((file) => resolve(file)),
    sourceRoot: options.root,
    // The first that holds a file names it; the root's own files have no prefix.
    extraRoots: [
      { prefix: "", dir: options.root },
      { prefix: "kernel", dir: kernelDir },
      { prefix: "osier", dir: repositoryDir },
      ...outside.map((dir) => ({ prefix: "program", dir })),
    ],
    target: {
      arch: archOf(options.target),
      host: isHost(options.target),
      debug: options.mode === "debug",
    },
    prelude: join(kernelDir, "lib", "prelude.d.ts"),
  });
  if (loaded.program === null) return loaded;
  const { CallGraph } = await import("../check/callgraph.ts");
  const { checkContexts } = await import("../check/contexts.ts");
  const { checkStacks } = await import("../check/stacks.ts");
  const graph = new CallGraph(loaded.program);
  const proved = [...checkContexts(loaded.program, graph), ...checkStacks(loaded.program, graph)];
  return { ...loaded, diagnostics: [...loaded.diagnostics, ...proved] };
}

/** A loaded program without diagnostics, ready to be lowered. */
export class LoadedProgram {
  readonly program: Program;
  /** Every file that the result depends on. */
  readonly inputs: readonly string[];
  private readonly options: LoadTarget;

  constructor(program: Program, inputs: readonly string[], options: LoadTarget) {
    this.program = program;
    this.inputs = inputs;
    this.options = options;
  }

  /** The linker symbol of a top-level function; null when the file has none of that name. */
  symbolOf(file: string, name: string): string | null {
    const unit = this.program.files.find((candidate) => candidate.absolutePath === resolve(file));
    return unit?.functions.find((f) => f.name === name && f.isMethodOf === null)?.symbol ?? null;
  }

  /** Lowers every unit and compiles it, each as soon as its IR is there. Objects in dependency order. */
  async compile(compiler: ObjectCompiler): Promise<string[]> {
    const objects: Promise<string>[] = [];
    for (const unit of this.program.files) {
      const object = compiler.compile({ name: unit.path, ir: await this.lower(unit) });
      object.catch(() => undefined); // reported by Promise.all below, after the others have ended
      objects.push(object);
      await new Promise((turn) => setImmediate(turn)); // lets the tools that wait be started
    }
    return Promise.all(objects);
  }

  /** The IR of one unit. */
  async lower(unit: SourceUnit): Promise<string> {
    const { lowerUnit } = await import("../lower/index.ts");
    return lowerUnit(this.program, unit, {
      target: this.options.target,
      debug: this.options.mode === "debug",
      sanitize: this.options.sanitize,
      filePrefixMap: [repositoryDir, "osier"],
    });
  }
}

/** Loads a program for a build. @throws ProgramRejected with its diagnostics. */
export async function loadForBuild(entries: readonly string[], options: LoadTarget): Promise<LoadedProgram> {
  const { program, diagnostics, inputs } = await load(entries, options);
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0) throw new ProgramRejected(errors);
  if (program === null) {
    throw new CompilerError({
      what: "The front end gave no program and no diagnostic",
      where: entries[0] ?? "",
      mend: "This is a defect of the compiler: report it with the file.",
    });
  }
  return new LoadedProgram(program, inputs, options);
}

/** Checks files for a target without compiling them. */
export async function check(
  files: readonly string[],
  options: { readonly root?: string; readonly target?: TargetName },
): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await load(files, {
    root: options.root ?? kernelDir,
    target: options.target ?? "x64",
    mode: "development",
    sanitize: [],
  });
  return diagnostics;
}
