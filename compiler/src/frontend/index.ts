/**
 * The front end: TypeScript sources in, the typed tree or diagnostics out. Nothing outside this folder imports the
 * `typescript` package.
 */
import type ts from "typescript";
import type { Diagnostic } from "./diagnostics.ts";
import { declareModule } from "./modules.ts";
import { orderUnits } from "./order.ts";
import { createProgram, typescriptDiagnostics } from "./program.ts";
import { reportRefusedSyntax } from "./refused.ts";
import { type LoadOptions, Session, type Unit } from "./session.ts";
import type { Program } from "./tree.ts";
import { finishUnits } from "./units.ts";
import { collectVirtual } from "./virtual.ts";

export { type Diagnostic, formatDiagnostic } from "./diagnostics.ts";
export type { LoadOptions } from "./session.ts";

export interface Loaded {
  readonly program: Program | null;
  readonly diagnostics: Diagnostic[];
  /** Every file that was read: sources, type-only imports, embedded files. */
  readonly inputs: readonly string[];
}

export function loadProgram(options: LoadOptions): Loaded {
  const program = createProgram(options);
  const session = new Session(program, program.getTypeChecker(), options);
  const result = elaborateProgram(session);
  const inputs = [...program.getSourceFiles().map((source) => source.fileName), ...session.embedded];
  return { program: result, diagnostics: session.diagnostics, inputs };
}

function elaborateProgram(session: Session): Program | null {
  const program = session.program;
  for (const source of program.getSourceFiles()) {
    if (!source.isDeclarationFile) session.units.set(source, newUnit(session, source));
  }
  for (const source of session.units.keys()) reportRefusedSyntax(session, source);
  const refused = new Set(session.diagnostics.map((d) => `${d.file}:${d.line}`));
  const checked = typescriptDiagnostics(session).filter((d) => !refused.has(`${d.file}:${d.line}`));
  if (checked.some((d) => d.severity === "error") || session.diagnostics.length > 0) {
    session.diagnostics.push(...checked);
    return null;
  }
  const units = orderUnits(session);
  collectVirtual(session);
  for (const unit of units) declareModule(session, unit);
  for (let work = session.queue.shift(); work; work = session.queue.shift()) work();
  if (session.diagnostics.length > 0) return null;
  session.diagnostics.push(...checked); // warnings
  return finishUnits(session, units);
}

function newUnit(session: Session, source: ts.SourceFile): Unit {
  return {
    source,
    path: session.relativePath(source.fileName),
    globals: [],
    functions: [],
    classes: [],
    moduleAsm: [],
    init: [],
    initScope: null,
    uses: new Set(),
  };
}
