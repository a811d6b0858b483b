/**
 * One run of the front end: TypeScript's program and checker, what has been declared so far, and the queue of bodies
 * still to be elaborated.
 *
 * Declarations are made on first use and remembered; bodies wait in `queue`, so recursion in the source never becomes
 * recursion here. `fail` records a diagnostic and abandons the statement at hand: the elaborator of statement lists
 * catches `ElaborationError` and goes on with the next one.
 */
import path from "node:path";
import ts from "typescript";
import type { ClassEntry } from "./classes.ts";
import { type Diagnostic, type DiagnosticKey, makeDiagnostic } from "./diagnostics.ts";
import type { Scope } from "./scope.ts";
import type { AsmText, ClassInfo, Expr, FunctionInfo, GlobalInfo, SourceSpan, Stmt, Type } from "./tree.ts";

export interface LoadOptions {
  readonly roots: readonly string[];
  readonly sourceRoot: string;
  readonly extraRoots?: readonly { readonly prefix: string; readonly dir: string }[];
  readonly target: { readonly arch: "x64" | "aarch64"; readonly host: boolean; readonly debug: boolean };
  readonly prelude: string;
  /** Sources that stand in for files, by absolute path: for tests and editors. */
  readonly overlay?: ReadonlyMap<string, string>;
}

export class ElaborationError extends Error {}

/** Type parameters of the instance at hand. */
export type Substitution = ReadonlyMap<ts.Type, Type>;
export const NO_SUBSTITUTION: Substitution = new Map();

/** A thing that a function body or a unit refers to. */
export type Used = FunctionInfo | GlobalInfo | ClassInfo;

/** A source unit in the making. */
export interface Unit {
  readonly source: ts.SourceFile;
  readonly path: string;
  readonly globals: GlobalInfo[];
  readonly functions: FunctionInfo[];
  readonly classes: ClassInfo[];
  readonly moduleAsm: AsmText[];
  readonly init: { readonly position: number; readonly statements: readonly Stmt[] }[];
  initScope: Scope | null;
  readonly uses: Set<Used>;
}

export interface GlobalEntry {
  /** Replaces every use; no storage then. */
  readonly constant: Expr | null;
  readonly global: GlobalInfo | null;
  /** Reading gives the reference that is kept in `global`; for `new` storage in place it is the place itself. */
  readonly type: Type;
}

export class Session {
  readonly diagnostics: Diagnostic[] = [];
  readonly queue: (() => void)[] = [];
  readonly units = new Map<ts.SourceFile, Unit>();
  readonly functions = new Map<ts.Node, Map<string, FunctionInfo>>();
  readonly classes = new Map<ts.Node, Map<string, ClassEntry>>();
  readonly classEntries = new Map<ClassInfo, ClassEntry>();
  readonly globals = new Map<ts.Symbol, GlobalEntry | "pending">();
  readonly enumTypes = new Map<ts.Symbol, Type>();
  readonly enumValues = new Map<ts.Symbol, bigint>();
  readonly types = new Map<ts.Type, Type>();
  /** What each function body refers to, and the unit that it was declared in. */
  readonly uses = new Map<FunctionInfo, Set<Used>>();
  readonly unitOf = new Map<Used, Unit>();
  readonly virtualMethods = new Set<string>();
  readonly reassigned = new Map<ts.SourceFile, Set<ts.Symbol>>();
  /** Files that embedFile read. */
  readonly embedded = new Set<string>();
  readonly names = new Map<string, number>();
  /** The written parameters of a function, for defaults. */
  readonly parameters = new Map<FunctionInfo, readonly ts.ParameterDeclaration[]>();

  constructor(
    readonly program: ts.Program,
    readonly checker: ts.TypeChecker,
    readonly options: LoadOptions,
  ) {}

  /** The path that symbols and DWARF show. */
  relativePath(file: string): string {
    for (const extra of this.options.extraRoots ?? []) {
      const relative = path.relative(extra.dir, file);
      if (!relative.startsWith("..")) return path.posix.join(extra.prefix, relative);
    }
    return path.relative(this.options.sourceRoot, file);
  }

  span(node: ts.Node): SourceSpan {
    const source = node.getSourceFile();
    const unit = this.units.get(source);
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return { file: unit?.path ?? this.relativePath(source.fileName), line: line + 1, column: character + 1 };
  }
  endSpan(node: ts.Node): SourceSpan {
    const source = node.getSourceFile();
    const { line, character } = source.getLineAndCharacterOfPosition(node.getEnd() - 1);
    return { file: this.relativePath(source.fileName), line: line + 1, column: character + 1 };
  }

  report(node: ts.Node, key: DiagnosticKey, ...args: string[]): void {
    const made = makeDiagnostic(key, args, this.span(node));
    const known = this.diagnostics.some(
      (d) => d.code === made.code && d.file === made.file && d.line === made.line && d.column === made.column,
    );
    if (!known) this.diagnostics.push(made);
  }
  fail(node: ts.Node, key: DiagnosticKey, ...args: string[]): never {
    this.report(node, key, ...args);
    throw new ElaborationError(key);
  }

  /** Runs `work`; a failure inside ends only it. */
  recover(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ElaborationError)) throw error;
    }
  }

  unit(node: ts.Node): Unit {
    return this.units.get(node.getSourceFile())!;
  }

  /** The declared symbol behind a name, imports resolved. */
  symbol(node: ts.Node): ts.Symbol | undefined {
    const symbol = this.checker.getSymbolAtLocation(node);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) return this.checker.getAliasedSymbol(symbol);
    return symbol;
  }

  isPrelude(node: ts.Node | undefined): boolean {
    return node !== undefined && node.getSourceFile().fileName === this.options.prelude;
  }
}
