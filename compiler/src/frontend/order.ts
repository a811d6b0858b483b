/** Units in dependency order, imports first. A cycle between files that import values of each other is an error. */
import ts from "typescript";
import type { Session, Unit } from "./session.ts";

export function orderUnits(session: Session): Unit[] {
  const ordered: Unit[] = [];
  const state = new Map<Unit, "open" | "done">();
  const trail: Unit[] = [];
  const visit = (unit: Unit): void => {
    state.set(unit, "open");
    trail.push(unit);
    for (const { target, node } of valueImports(session, unit.source)) {
      const seen = state.get(target);
      if (seen === "open") {
        const cycle = [...trail.slice(trail.indexOf(target)), target].map((u) => u.path).join(" -> ");
        session.report(node, "importCycle", cycle);
      } else if (!seen) visit(target);
    }
    trail.pop();
    state.set(unit, "done");
    ordered.push(unit);
  };
  for (const unit of session.units.values()) if (!state.has(unit)) visit(unit);
  return ordered;
}

function valueImports(session: Session, source: ts.SourceFile): { target: Unit; node: ts.Node }[] {
  const found: { target: Unit; node: ts.Node }[] = [];
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    if (!statement.moduleSpecifier || isTypeOnly(statement)) continue;
    const symbol = session.checker.getSymbolAtLocation(statement.moduleSpecifier);
    const target = symbol?.valueDeclaration && session.units.get(symbol.valueDeclaration as ts.SourceFile);
    if (target) found.push({ target, node: statement });
  }
  return found;
}
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause;
    const names = clause && ts.isNamedExports(clause) ? clause.elements : null;
    return node.isTypeOnly || (names !== null && names.length > 0 && names.every((n) => n.isTypeOnly));
  }
  const clause = node.importClause;
  if (!clause) return false;
  const bindings = clause.namedBindings;
  const names = bindings && ts.isNamedImports(bindings) ? bindings.elements : null;
  return clause.isTypeOnly || (names !== null && names.length > 0 && names.every((n) => n.isTypeOnly));
}
