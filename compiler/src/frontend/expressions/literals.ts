/** Literals: exact integers from the source text, floats, strings as UTF-8 bytes. */
import type ts from "typescript";
import type { Scope } from "../scope.ts";
import type { Expr } from "../tree.ts";
import { STRING, UNTYPED_FLOAT, UNTYPED_INT } from "../typetools.ts";
import { intExpr } from "./build.ts";

export function elaborateNumber(scope: Scope, node: ts.NumericLiteral): Expr {
  const span = scope.span(node);
  const text = node.getText().replace(/_/g, "");
  if (/^(\d+|0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+)$/.test(text))
    return intExpr(BigInt(text), UNTYPED_INT, span);
  const power = /^(\d+)[eE]\+?(\d+)$/.exec(text);
  if (power) return intExpr(BigInt(power[1]!) * 10n ** BigInt(power[2]!), UNTYPED_INT, span);
  return { kind: "float", value: Number(text), type: UNTYPED_FLOAT, span };
}

const encoder = new TextEncoder();
export function elaborateString(scope: Scope, node: ts.StringLiteralLike): Expr {
  return { kind: "string", bytes: stringBytes(node.text), type: STRING, span: scope.span(node) };
}
/** `\xNN` gives the character U+00NN in TypeScript; a string of Bare TypeScript holds its UTF-8 form. */
export function stringBytes(text: string): Uint8Array {
  return encoder.encode(text);
}
