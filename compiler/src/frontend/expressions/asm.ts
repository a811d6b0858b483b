/** Inline assembly: `` asm`...` ``, `` asm<R>({ out, in, clobber })`...` ``, and the same at the top level of a file. */
import ts from "typescript";
import { isPreludeName } from "../prelude.ts";
import type { Scope } from "../scope.ts";
import type { AsmInput, AsmText, Expr, Type } from "../tree.ts";
import { typeOfNode } from "../types.ts";
import { VOID } from "../typetools.ts";
import { elaborate, elaborateTyped } from "./index.ts";

export function elaborateAsm(scope: Scope, node: ts.TaggedTemplateExpression, hint: Type | null): Expr {
  const asm = asmText(scope, node);
  const span = scope.span(node);
  const tag = node.tag;
  if (isPreludeName(scope.session, tag, "asm")) {
    return { kind: "asm", asm, outputs: [], inputs: [], clobbers: ["memory"], pure: false, type: VOID, span };
  }
  if (!ts.isCallExpression(tag) || !isPreludeName(scope.session, tag.expression, "asm")) {
    return scope.fail(node, "unsupported", "tagged template");
  }
  const operands = tag.arguments[0];
  if (!operands || !ts.isObjectLiteralExpression(operands))
    return scope.fail(tag, "asmOperands", "the operands are missing");
  const parts = readOperands(scope, operands);
  const written = tag.typeArguments?.[0];
  const result = written
    ? typeOfNode(scope.session, written, scope.substitution)
    : parts.outputs.length > 0 && hint
      ? hint
      : VOID;
  const count = result.kind === "void" ? 0 : result.kind === "tuple" ? result.elements.length : 1;
  if (count !== parts.outputs.length) {
    return scope.fail(tag, "asmOperands", `${parts.outputs.length} outputs, ${count} in the result type`);
  }
  return { kind: "asm", asm, ...parts, type: result, span };
}

function readOperands(scope: Scope, node: ts.ObjectLiteralExpression) {
  const parts = { outputs: [] as string[], inputs: [] as AsmInput[], clobbers: [] as string[], pure: false };
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property)) return scope.fail(property, "asmOperands", "use `name: value`");
    const value = property.initializer;
    switch (property.name.getText()) {
      case "out":
        parts.outputs = strings(scope, value);
        break;
      case "clobber":
        parts.clobbers = strings(scope, value);
        break;
      case "pure":
        parts.pure = value.kind === ts.SyntaxKind.TrueKeyword;
        break;
      case "in":
        parts.inputs = elements(scope, value).map((pair) => input(scope, pair));
    }
  }
  return parts;
}
function elements(scope: Scope, node: ts.Expression): readonly ts.Expression[] {
  return ts.isArrayLiteralExpression(node)
    ? node.elements
    : scope.fail(node, "asmOperands", "an array literal");
}
function strings(scope: Scope, node: ts.Expression): string[] {
  return elements(scope, node).map((e) =>
    ts.isStringLiteralLike(e) ? e.text : scope.fail(e, "asmOperands", "a string literal"),
  );
}
function input(scope: Scope, pair: ts.Expression): AsmInput {
  const [constraint, value] = elements(scope, pair);
  if (!constraint || !value || !ts.isStringLiteralLike(constraint)) {
    return scope.fail(pair, "asmOperands", "an input is [constraint, value]");
  }
  return { constraint: constraint.text, value: elaborateTyped(scope, value, null) };
}

/** The template's raw text: what stands in the source is what the assembler reads. */
export function asmText(scope: Scope, node: ts.TaggedTemplateExpression): AsmText {
  const pieces: AsmText["pieces"][number][] = [];
  const raw = (part: ts.TemplateLiteralLikeNode) => {
    if (part.rawText) pieces.push({ kind: "text", text: part.rawText });
  };
  const template = node.template;
  if (ts.isNoSubstitutionTemplateLiteral(template)) raw(template);
  else {
    raw(template.head);
    for (const span of template.templateSpans) {
      pieces.push(hole(scope, span.expression));
      raw(span.literal);
    }
  }
  return { pieces, span: scope.span(node) };
}
function hole(scope: Scope, node: ts.Expression): AsmText["pieces"][number] {
  if (ts.isNumericLiteral(node)) return { kind: "operand", index: Number(node.text) };
  const value = elaborate(scope, node, null);
  if (value.kind === "functionRef") return { kind: "function", target: value.target };
  if ((value.kind === "load" || value.kind === "addressOf") && value.place.kind === "globalPlace") {
    return { kind: "global", target: value.place.global };
  }
  // A constant is written as its digits.
  if (value.kind === "int") return { kind: "text", text: String(value.value) };
  return scope.fail(node, "asmHole");
}
