/** TypeScript's program over the roots, and its own diagnostics in our form. */
import ts from "typescript";
import type { Diagnostic } from "./diagnostics.ts";
import type { LoadOptions, Session } from "./session.ts";

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noLib: true,
  types: [],
  strict: true,
  noEmit: true,
  noImplicitOverride: true,
  verbatimModuleSyntax: true,
};

export function createProgram(options: LoadOptions): ts.Program {
  const host = overlayHost(options.overlay ?? new Map());
  const roots = [options.prelude, ...options.roots];
  const program = ts.createProgram({ rootNames: roots, options: OPTIONS, host });
  const writer = `${options.sourceRoot}/lib/writer.ts`;
  const sources = program.getSourceFiles().filter((s) => !s.isDeclarationFile);
  const wanted = sources.some((s) => /\b(Text|writeText)\b/.test(s.text)) && !program.getSourceFile(writer);
  if (!wanted || !host.fileExists(writer)) return program;
  return ts.createProgram({ rootNames: [...roots, writer], options: OPTIONS, host, oldProgram: program });
}

function overlayHost(overlay: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS, true);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => overlay.has(name) || fileExists.call(host, name);
  const directories = [...overlay.keys()];
  const { directoryExists } = host;
  host.directoryExists = (name) =>
    directories.some((file) => file.startsWith(`${name}/`)) || (directoryExists?.call(host, name) ?? true);
  host.readFile = (name) => overlay.get(name) ?? readFile.call(host, name);
  host.getSourceFile = (name, language, ...rest) => {
    const text = overlay.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, language, true);
    return getSourceFile.call(host, name, language, ...rest);
  };
  return host;
}

export function typescriptDiagnostics(session: Session): Diagnostic[] {
  return ts.getPreEmitDiagnostics(session.program).map((d) => {
    const at = d.file && d.start !== undefined ? d.file.getLineAndCharacterOfPosition(d.start) : null;
    return {
      code: `TS${d.code}`,
      severity: d.category === ts.DiagnosticCategory.Warning ? ("warning" as const) : ("error" as const),
      message: ts.flattenDiagnosticMessageText(d.messageText, "\n"),
      suggestion: null,
      file: d.file ? session.relativePath(d.file.fileName) : null,
      line: at ? at.line + 1 : 0,
      column: at ? at.character + 1 : 0,
    };
  });
}
