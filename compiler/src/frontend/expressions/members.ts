/** Methods of the prelude's types: Ptr, Slice, string, FixedArray, Atomic, Mmio. */
import ts from "typescript";
import type { Scope } from "../scope.ts";
import type { AtomicOp, Expr, MemoryOrder, Place, Type } from "../tree.ts";
import { typeOfNode } from "../types.ts";
import { BOOL, I64, STRING, typeName, U8, U64, VOID } from "../typetools.ts";
import { intExpr, intrinsic, letExpr, readPlace } from "./build.ts";
import { elaborateAs } from "./index.ts";
import { arrayPointer, elaborateIndex, elementOf } from "./names.ts";

export function callBuiltin(scope: Scope, node: ts.CallExpression, object: Expr, name: string): Expr {
  const type = object.type;
  const span = scope.span(node);
  const made = dispatch(scope, node, object, name, type);
  if (made) return { ...made, span };
  if (type.kind === "fn" || type.kind === "closure" || type.kind === "boxed") scope.fail(node, "methodValue");
  return scope.fail(node, "fieldUnknown", typeName(type), name);
}

function dispatch(
  scope: Scope,
  node: ts.CallExpression,
  object: Expr,
  name: string,
  type: Type,
): Expr | null {
  switch (type.kind) {
    case "ptr":
      return pointerMethod(scope, node, object, name, type);
    case "slice":
    case "string":
      return sliceMethod(scope, node, object, name, type);
    case "array": {
      if (name !== "slice") return null;
      const pointer = arrayPointer(scope, object, node);
      const length = intExpr(BigInt(type.length), U64, pointer.span);
      return { kind: "sliceFrom", pointer, length, type: { kind: "slice", of: type.of }, span: pointer.span };
    }
    case "atomic":
      return atomicMethod(scope, node, cell(scope, object, node), name, type.of);
    case "mmio": {
      const place = cell(scope, object, node);
      if (name === "read") return { kind: "mmioRead", cell: place, type: type.of, span: place.span };
      if (name !== "write") return null;
      const value = elaborateAs(scope, node.arguments[0]!, type.of);
      return { kind: "mmioWrite", cell: place, value, type: VOID, span: place.span };
    }
    default:
      return null;
  }
}
function cell(scope: Scope, object: Expr, node: ts.Node): Place {
  return object.kind === "load" ? object.place : scope.fail(node, "notPlace");
}

function pointerMethod(
  scope: Scope,
  node: ts.CallExpression,
  object: Expr,
  name: string,
  type: Extract<Type, { kind: "ptr" }>,
): Expr | null {
  const span = object.span;
  switch (name) {
    case "add":
    case "sub": {
      const count = elaborateIndex(scope, node.arguments[0]!);
      return intrinsic(name === "add" ? "ptrAdd" : "ptrSub", [type.to], [object, count], type, span);
    }
    case "offsetFrom":
      return intrinsic(
        "ptrOffset",
        [type.to],
        [object, elaborateAs(scope, node.arguments[0]!, type)],
        I64,
        span,
      );
    case "cast": {
      const to = node.typeArguments?.[0];
      if (!to) return scope.fail(node, "typeParameter", "U");
      return {
        kind: "convert",
        operand: object,
        type: { kind: "ptr", to: typeOfNode(scope.session, to, scope.substitution) },
        span,
      };
    }
    case "slice": {
      const length = elaborateAs(scope, node.arguments[0]!, U64);
      return { kind: "sliceFrom", pointer: object, length, type: { kind: "slice", of: type.to }, span };
    }
    default:
      return null;
  }
}

function sliceMethod(
  scope: Scope,
  node: ts.CallExpression,
  object: Expr,
  name: string,
  type: Type,
): Expr | null {
  const span = object.span;
  const argument = (i: number) => elaborateAs(scope, node.arguments[i]!, U64);
  switch (name) {
    case "subslice":
    case "substring":
      return intrinsic("subslice", [type], [object, argument(0), argument(1)], type, span);
    case "byteAt":
      return readPlace({ kind: "slicePlace", slice: object, index: argument(0), type: U8, span });
    case "bytes":
      if (type.kind !== "string") return null;
      return letExpr(scope, object, (value) => ({
        kind: "sliceFrom",
        pointer: intrinsic("slicePtr", [STRING], [value], { kind: "ptr", to: elementOf(STRING) }, span),
        length: intrinsic("sliceLength", [STRING], [value], U64, span),
        type: { kind: "slice", of: U8 },
        span,
      }));
    default:
      return null;
  }
}

const ATOMIC: Readonly<Record<string, { op: AtomicOp; args: number }>> = {
  load: { op: "load", args: 0 },
  store: { op: "store", args: 1 },
  exchange: { op: "exchange", args: 1 },
  compareExchange: { op: "compareExchange", args: 2 },
  add: { op: "add", args: 1 },
  sub: { op: "sub", args: 1 },
  and: { op: "and", args: 1 },
  or: { op: "or", args: 1 },
  xor: { op: "xor", args: 1 },
};
function atomicMethod(
  scope: Scope,
  node: ts.CallExpression,
  place: Place,
  name: string,
  of: Type,
): Expr | null {
  const method = ATOMIC[name];
  if (!method) return null;
  const args = node.arguments.slice(0, method.args).map((a) => elaborateAs(scope, a, of));
  const order = memoryOrder(scope, node.arguments[method.args]);
  const type = method.op === "store" ? VOID : method.op === "compareExchange" ? BOOL : of;
  return { kind: "atomic", op: method.op, cell: place, args, order, type, span: place.span };
}
export function memoryOrder(scope: Scope, node: ts.Expression | undefined): MemoryOrder {
  if (!node) return "seq_cst";
  if (!ts.isStringLiteralLike(node)) return scope.fail(node, "constantArgument", "the memory order");
  return node.text as MemoryOrder;
}
