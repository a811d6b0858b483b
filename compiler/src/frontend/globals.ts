/**
 * Module-level variables and static fields. A constant name folds at every use and has no storage. Other variables
 * get static data where their value is constant; else their file's initialiser fills them in before main.
 * `const x = new C()` is the object itself, in place.
 */
import ts from "typescript";
import { has } from "./classes.ts";
import { isConstantName, toConstant } from "./constants.ts";
import { elaborate, elaborateAs } from "./expressions/index.ts";
import { cellType, construction, defaultConstruct, initialiserFor, skipParens } from "./initialisers.ts";
import { Scope } from "./scope.ts";
import { type GlobalEntry, NO_SUBSTITUTION, type Session, type Unit } from "./session.ts";
import { mangle } from "./symbols.ts";
import { readTags, type Tags } from "./tags.ts";
import type { Constant, Expr, GlobalInfo, Linkage, Place, Stmt, Type } from "./tree.ts";
import { typeOfNode } from "./types.ts";
import { isInline, isUntyped, typeName, VOID } from "./typetools.ts";

export type GlobalDeclaration = ts.VariableDeclaration | ts.PropertyDeclaration;

/** The scope of a file's initialiser function. */
export function moduleScope(session: Session, unit: Unit): Scope {
  unit.initScope ??= new Scope(
    session,
    unit,
    NO_SUBSTITUTION,
    null,
    null,
    mangle(unit.path, "init"),
    null,
    false,
  );
  return unit.initScope;
}

export function isGlobalDeclaration(node: ts.Node | undefined): node is GlobalDeclaration {
  if (!node) return false;
  if (ts.isVariableDeclaration(node)) {
    return ts.isVariableStatement(node.parent.parent) && ts.isSourceFile(node.parent.parent.parent);
  }
  return ts.isPropertyDeclaration(node) && has(node, ts.SyntaxKind.StaticKeyword);
}

export function globalEntry(session: Session, symbol: ts.Symbol, node: ts.Node): GlobalEntry {
  const known = session.globals.get(symbol);
  if (known === "pending") session.fail(node, "widthUnknown");
  if (known) return known;
  session.globals.set(symbol, "pending");
  try {
    const entry = make(session, symbol, symbol.valueDeclaration as GlobalDeclaration);
    session.globals.set(symbol, entry);
    return entry;
  } catch (error) {
    session.globals.delete(symbol);
    throw error;
  }
}

function make(session: Session, symbol: ts.Symbol, declaration: GlobalDeclaration): GlobalEntry {
  const unit = session.unit(declaration);
  const scope = moduleScope(session, unit);
  const statement = ts.isVariableDeclaration(declaration)
    ? (declaration.parent.parent as ts.VariableStatement)
    : declaration;
  const tags = readTags(session, statement);
  const declared = declaration.type
    ? typeOfNode(session, declaration.type, NO_SUBSTITUTION)
    : cellType(scope, declaration.initializer);
  const node = declaration.initializer ? skipParens(declaration.initializer) : null;
  const stored = tags.symbol !== null || tags.section !== null || tags.used || tags.percpu;
  if (node && !stored && isConstantName(session, symbol)) {
    const constant = declared ? elaborateAs(scope, node, declared) : elaborate(scope, node, null);
    return { constant, global: null, type: constant.type };
  }

  const maker = new GlobalMaker(session, unit, declaration, tags);
  if (declared && isInline(declared)) return maker.inline(scope, declared, node);
  if (!node) {
    if (!declared) session.fail(declaration, "widthUnknown");
    return maker.finish(declared, { kind: "zero" });
  }
  if (ts.isNewExpression(node)) return maker.object(scope, node, declared);
  const init = declared ? elaborateAs(scope, node, declared) : elaborate(scope, node, null);
  if (isInline(init.type)) return maker.inline(scope, init.type, node);
  if (isUntyped(init.type)) session.fail(declaration.name, "widthUnknown");
  return maker.value(declared ?? init.type, init);
}

class GlobalMaker {
  readonly name: string;
  readonly mutable: boolean;

  constructor(
    readonly session: Session,
    readonly unit: Unit,
    readonly declaration: GlobalDeclaration,
    readonly tags: Tags,
  ) {
    const name = declaration.name.getText();
    this.name = ts.isPropertyDeclaration(declaration)
      ? `${declaration.parent.name?.text ?? ""}.${name}`
      : name;
    this.mutable = ts.isVariableDeclaration(declaration)
      ? !(declaration.parent.flags & ts.NodeFlags.Const)
      : !has(declaration, ts.SyntaxKind.ReadonlyKeyword);
  }

  finish(type: Type, constant: Constant | null, suffix = ""): GlobalEntry {
    if (type.kind === "closure") this.session.fail(this.declaration.name, "closureStored");
    if (type.kind === "text") this.session.fail(this.declaration.name, "textStored");
    const { tags, session, unit } = this;
    const global: GlobalInfo = {
      name: this.name + suffix,
      symbol:
        (suffix === "" && (tags.symbol ?? (tags.extern || null))) ||
        mangle(unit.path, ...this.name.split("."), ...(suffix ? [suffix] : [])),
      type,
      mutable: this.mutable || isInline(type) || constant === null || tags.percpu || tags.section !== null,
      constant: constant?.kind === "zero" ? null : constant,
      linkage: this.linkage(),
      section: tags.section,
      percpu: tags.percpu,
      align: tags.align,
      used: tags.used,
      span: session.span(this.declaration.name),
      file: unit.path,
    };
    unit.globals.push(global);
    session.unitOf.set(global, unit);
    return { constant: null, global, type };
  }
  private linkage(): Linkage {
    if (this.tags.extern !== null) return "import";
    if (this.tags.symbol !== null) return "exported";
    const node = this.declaration;
    const holder = ts.isVariableDeclaration(node)
      ? (node.parent.parent as ts.VariableStatement)
      : (node.parent as ts.ClassDeclaration);
    return has(holder, ts.SyntaxKind.ExportKeyword) ? "hidden" : "internal";
  }

  private initialise(statements: readonly Stmt[]): void {
    if (statements.length > 0) this.unit.init.push({ position: this.declaration.pos, statements });
  }
  private place(global: GlobalInfo): Place {
    return { kind: "globalPlace", global, type: global.type, span: global.span };
  }

  value(type: Type, init: Expr): GlobalEntry {
    const constant = toConstant(init);
    const entry = this.finish(type, constant);
    if (!constant) {
      const span = entry.global!.span;
      const expr: Expr = { kind: "assign", place: this.place(entry.global!), value: init, type, span };
      this.initialise([{ kind: "expr", expr, span }]);
    }
    return entry;
  }

  /** Embed, FixedArray, Atomic, Mmio: storage in place. */
  inline(scope: Scope, type: Type, node: ts.Expression | null): GlobalEntry {
    if (!node) {
      const entry = this.finish(type, { kind: "zero" });
      this.initialise(defaultConstruct(scope, this.place(entry.global!)));
      return entry;
    }
    const init = initialiserFor(scope, type, node);
    if (init.kind === "cell") {
      const constant = toConstant(init.value);
      if (constant) return this.finish(type, constant);
    }
    if (init.kind === "uninitialised") return this.finish(type, { kind: "zero" });
    const entry = this.finish(type, { kind: "zero" });
    const span = entry.global!.span;
    const plain = init.kind === "construct" && init.constructor === null && !init.class.polymorphic;
    if (!plain) {
      const expr: Expr = { kind: "construct", place: this.place(entry.global!), init, type: VOID, span };
      this.initialise([{ kind: "expr", expr, span }]);
    }
    return entry;
  }

  /** `const x = new C()`: the object in place. `let x = new C()`: such an object, and a variable that refers to it. */
  object(scope: Scope, node: ts.NewExpression, declared: Type | null): GlobalEntry {
    const init = construction(scope, node, null);
    const type: Type = { kind: "embed", of: init.class };
    if (declared && (declared.kind !== "class" || !derives(init.class, declared.of))) {
      this.session.fail(node, "typeMismatch", init.class.name, typeName(declared));
    }
    if (!this.mutable && (declared === null || declared.kind !== "class" || declared.of === init.class)) {
      return this.inline(scope, type, node);
    }
    const object = new GlobalMaker(this.session, this.unit, this.declaration, {
      ...this.tags,
      symbol: null,
    }).inlineAs(scope, type, node);
    return this.finish(declared ?? { kind: "class", of: init.class }, {
      kind: "global",
      target: object.global!,
    });
  }
  private inlineAs(scope: Scope, type: Type, node: ts.NewExpression): GlobalEntry {
    const entry = this.finish(type, { kind: "zero" }, "object");
    const init = initialiserFor(scope, type, node);
    const span = entry.global!.span;
    this.initialise([
      {
        kind: "expr",
        expr: { kind: "construct", place: this.place(entry.global!), init, type: VOID, span },
        span,
      },
    ]);
    return entry;
  }
}
function derives(info: Extract<Type, { kind: "class" }>["of"], base: typeof info): boolean {
  for (let at: typeof info | null = info; at; at = at.base) if (at === base) return true;
  return false;
}
