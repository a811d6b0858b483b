/**
 * Text: a template literal where `Text` is expected becomes a closure that makes typed writes on a Writer, hole by
 * hole; the holes are evaluated when the text is written. Nothing is allocated.
 */
import ts from "typescript";
import { classEntry } from "../classes.ts";
import { preludeCall } from "../prelude.ts";
import { Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import { unique } from "../symbols.ts";
import { functionAttributes, readTags } from "../tags.ts";
import type { Expr, FunctionInfo, Stmt, Type } from "../tree.ts";
import { F64, I64, isUntyped, STRING, TEXT, typeName, U32, U64, VOID } from "../typetools.ts";
import { convertTo, intExpr, intrinsic, loadLocal } from "./build.ts";
import { callMethodWith } from "./calls.ts";
import { registerArrow } from "./closures.ts";
import { giveType } from "./coerce.ts";
import { elaborate, elaborateAs, elaborateCondition } from "./index.ts";
import { stringBytes } from "./literals.ts";

const WRITER_FILE = /(^|\/)lib\/writer\.ts$/;

export function writerType(scope: Scope, node: ts.Node): Extract<Type, { kind: "class" }> {
  const declaration = writerDeclaration(scope.session);
  if (!declaration) return scope.fail(node, "writerMissing");
  return { kind: "class", of: classEntry(scope.session, declaration, []).info };
}
function writerDeclaration(session: Session): ts.ClassDeclaration | null {
  for (const source of session.units.keys()) {
    if (!WRITER_FILE.test(source.fileName)) continue;
    for (const s of source.statements) if (ts.isClassDeclaration(s) && s.name?.text === "Writer") return s;
  }
  return null;
}

export function elaborateText(scope: Scope, node: ts.Expression): Expr {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  if (!ts.isTemplateLiteral(inner) && !ts.isStringLiteral(inner) && !mentionsTemplate(inner)) {
    const isText = scope.checker.getTypeAtLocation(inner).getProperty("__text") !== undefined;
    if (isText) {
      const value = elaborate(scope, inner, TEXT);
      if (value.type.kind === "text") return value;
    }
  }
  return textClosure(scope, inner);
}
function mentionsTemplate(node: ts.Expression): boolean {
  return ts.isConditionalExpression(node) && (isTemplate(node.whenTrue) || isTemplate(node.whenFalse));
}
const isTemplate = (node: ts.Expression): boolean => ts.isTemplateExpression(node);

function textClosure(outer: Scope, node: ts.Expression): Expr {
  const session = outer.session;
  const span = outer.span(node);
  const symbol = unique(session, `${outer.symbol}__text`);
  const scope = new Scope(
    session,
    outer.unit,
    outer.substitution,
    outer.classEntry,
    outer,
    symbol,
    null,
    outer.inInstance,
  );
  scope.result = VOID;
  const writer = scope.newLocal("writer", writerType(outer, node), span, 1);
  const texts = new TextWriter(scope, loadLocal(writer, span));
  texts.write(node);
  const target: FunctionInfo = {
    name: "text",
    symbol,
    signature: { params: [writer.type], result: VOID },
    params: [writer],
    isMethodOf: null,
    linkage: outer.inInstance ? "linkonce" : "internal",
    version: null,
    attributes: functionAttributes(readTags(session, node), false),
    captures: scope.captures,
    hasEnvironment: true,
    span,
    endSpan: session.endSpan(node),
    file: outer.unit.path,
    body: { kind: "block", body: texts.statements, span },
  };
  registerArrow(outer, scope, target);
  return { kind: "textTemplate", target, type: TEXT, span };
}

class TextWriter {
  statements: Stmt[] = [];
  constructor(
    readonly scope: Scope,
    readonly writer: Expr,
  ) {}

  /** A template, a choice between texts, or a value. */
  write(expression: ts.Expression): void {
    let node = expression;
    while (ts.isParenthesizedExpression(node)) node = node.expression;
    if (ts.isTemplateExpression(node)) {
      this.literal(node.head.text, node.head);
      for (const span of node.templateSpans) {
        this.write(span.expression);
        this.literal(span.literal.text, span.literal);
      }
    } else if (ts.isStringLiteralLike(node)) this.literal(node.text, node);
    else if (ts.isConditionalExpression(node)) this.choice(node);
    else this.hole(node);
  }

  private call(method: string, args: readonly Expr[], node: ts.Node): void {
    const expr = callMethodWith(this.scope, this.writer, method, args, node);
    this.statements.push({ kind: "expr", expr, span: this.scope.span(node) });
  }
  private literal(text: string, node: ts.Node): void {
    if (text === "") return;
    this.call(
      "string",
      [{ kind: "string", bytes: stringBytes(text), type: STRING, span: this.scope.span(node) }],
      node,
    );
  }
  private choice(node: ts.ConditionalExpression): void {
    const test = elaborateCondition(this.scope, node.condition);
    const span = this.scope.span(node);
    const branch = (n: ts.Expression): Stmt => {
      const outer = this.statements;
      this.statements = [];
      this.write(n);
      const body = this.statements;
      this.statements = outer;
      return { kind: "block", body, span };
    };
    if (test.kind === "bool") {
      this.write(test.value ? node.whenTrue : node.whenFalse);
      return;
    }
    const then = branch(node.whenTrue);
    this.statements.push({ kind: "if", test, then, otherwise: branch(node.whenFalse), span });
  }

  private hole(node: ts.Expression): void {
    const name = ts.isCallExpression(node) ? preludeCall(this.scope.session, node) : null;
    const [method, args] =
      name === "hex" || name === "pad"
        ? this.format(name, node as ts.CallExpression)
        : this.plain(this.value(node, I64), node);
    this.call(method, args, node);
  }
  private value(node: ts.Expression, integer: Type): Expr {
    const found = elaborate(this.scope, node, null);
    if (!isUntyped(found.type)) return found;
    return giveType(this.scope, found, found.kind === "float" ? F64 : integer, node);
  }

  /** The write of a value by its type. */
  private plain(value: Expr, node: ts.Node): Write {
    const type = value.type;
    switch (type.kind) {
      case "int":
        return integerWrite(value, intExpr(0n, U32, value.span));
      case "bool":
        return ["boolean", [value]];
      case "string":
        return ["string", [value]];
      case "float":
        return ["float", [convertTo(value, F64)]];
      case "text":
        return ["text", [value]];
      case "ptr": {
        const address = intrinsic("addressFromPtr", [type], [value], U64, value.span);
        return ["hex", [address, intExpr(1n, U32, value.span)]];
      }
      default:
        return this.scope.fail(node, "textHole", typeName(type));
    }
  }
  /** `hex(x, digits)` and `pad(x, width)`. */
  private format(name: "hex" | "pad", node: ts.CallExpression): Write {
    const [argument, second] = [node.arguments[0]!, node.arguments[1]];
    const value = this.value(argument, name === "hex" ? U64 : I64);
    const extra = second ? elaborateAs(this.scope, second, U32) : intExpr(1n, U32, value.span);
    if (value.type.kind !== "int") {
      return this.scope.fail(argument, "typeMismatch", typeName(value.type), "an integer");
    }
    if (name === "pad") return integerWrite(value, extra);
    const unsigned: Type = { kind: "int", width: value.type.width, signed: false };
    return ["hex", [convertTo(convertTo(value, unsigned), U64), extra]];
  }
}

/** A method of Writer and its arguments. */
type Write = readonly [string, readonly Expr[]];
function integerWrite(value: Expr, width: Expr): Write {
  const signed = value.type.kind === "int" && value.type.signed;
  return [signed ? "signed" : "unsigned", [convertTo(value, signed ? I64 : U64), width]];
}
