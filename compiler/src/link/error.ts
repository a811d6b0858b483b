import type { Diagnostic } from "../frontend/diagnostics.ts";

/** The one error type of the compiler: what failed, where, and the way to mend it. */
export class CompilerError extends Error {
  override readonly name = "CompilerError";
  readonly what: string;
  readonly where: string;
  readonly mend: string;

  constructor(fault: { what: string; where: string; mend: string }) {
    super(`${fault.what}${fault.where === "" ? "" : ` (${fault.where})`}. ${fault.mend}`);
    this.what = fault.what;
    this.where = fault.where;
    this.mend = fault.mend;
  }
}

/** A program with findings of tsc or of the dialect. */
export class ProgramRejected extends CompilerError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const first = diagnostics[0];
    super({
      what: `${diagnostics.length} error${diagnostics.length === 1 ? "" : "s"}: ${first?.code} ${first?.message}`,
      where: first === undefined || first.file === null ? "" : `${first.file}:${first.line}:${first.column}`,
      mend: first?.suggestion ?? "Correct the source.",
    });
    this.diagnostics = diagnostics;
  }
}
