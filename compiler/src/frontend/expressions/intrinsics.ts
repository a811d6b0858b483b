/** The prelude's functions: each becomes tree nodes of its own or an intrinsic that lowering knows by name. */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { findField } from "../classes.ts";
import { conversionType } from "../prelude.ts";
import type { Scope } from "../scope.ts";
import type { Expr, IntrinsicName, Type } from "../tree.ts";
import { toType, typeOfNode } from "../types.ts";
import {
  BOOL,
  I32,
  isInline,
  isUntyped,
  NEVER,
  STRING,
  TEXT,
  typeName,
  U8,
  U64,
  VOID,
} from "../typetools.ts";
import { intrinsic } from "./build.ts";
import { elaborateBoxed } from "./closures.ts";
import { coerce } from "./coerce.ts";
import { elaborateBitcast, elaborateConversion } from "./conversions.ts";
import { elaborate, elaborateAs, elaborateCondition, elaborateTyped } from "./index.ts";
import { memoryOrder } from "./members.ts";
import { arrayPointer, elaboratePlace } from "./names.ts";
import { arithmetic } from "./operators.ts";
import { writerType } from "./text.ts";

type Maker = (call: Call) => Expr;
interface Call {
  readonly scope: Scope;
  readonly node: ts.CallExpression;
  readonly name: string;
  readonly hint: Type | null;
  readonly span: Expr["span"];
  readonly argument: (i: number) => ts.Expression;
}

export function elaboratePrelude(
  scope: Scope,
  node: ts.CallExpression,
  name: string,
  hint: Type | null,
): Expr {
  const conversion = conversionType(scope.session, node);
  if (conversion) return elaborateConversion(scope, node, conversion);
  const maker = MAKERS[name];
  if (!maker) return scope.fail(node, "unsupported", name);
  const argument = (i: number) => node.arguments[i] ?? scope.fail(node, "unsupported", "missing argument");
  return maker({ scope, node, name, hint, span: scope.span(node), argument });
}

/** The explicit type argument, or what TypeScript inferred. */
function typeArgument({ scope, node }: Call, i = 0): Type {
  const written = node.typeArguments?.[i];
  if (written) return typeOfNode(scope.session, written, scope.substitution);
  const signature = scope.checker.getResolvedSignature(node);
  const inferred = signature && scope.checker.getTypeArgumentsForResolvedSignature(signature)?.[i];
  if (!inferred || inferred.flags & ts.TypeFlags.Unknown) return scope.fail(node, "typeParameter", "T");
  return toType(scope.session, inferred, scope.substitution, node);
}
function constantString({ scope, node, name }: Call, i: number): string {
  const argument = node.arguments[i];
  if (argument && ts.isStringLiteralLike(argument)) return argument.text;
  return scope.fail(argument ?? node, "constantArgument", name);
}

/** Both operands of one type; the result that type. */
function numbers(call: Call): { type: Type; args: Expr[] } {
  const { scope, node, hint } = call;
  const left = elaborate(scope, call.argument(0), hint);
  const second = node.arguments[1];
  if (!second) {
    const value = elaborateTyped(scope, call.argument(0), hint);
    return { type: value.type, args: [value] };
  }
  const right = elaborate(scope, second, left.type);
  // Addition meets the operands' types and reports where they differ.
  const type = arithmetic(scope, "add", left, right, node, false).type;
  const settled = coerceable(type, hint);
  if (!settled) return scope.fail(node, "widthUnknown");
  return { type: settled, args: [coerce(scope, left, settled, node), coerce(scope, right, settled, node)] };
}
function coerceable(type: Type, hint: Type | null): Type | null {
  if (!isUntyped(type)) return type;
  return hint && (hint.kind === "int" || hint.kind === "float") && !isUntyped(hint) ? hint : null;
}

const sameTypeIntrinsic: Maker = (call) => {
  const { type, args } = numbers(call);
  return intrinsic(call.name as IntrinsicName, [type], args, type, call.span);
};
const overflow: Maker = (call) => {
  const hint = call.hint?.kind === "tuple" ? (call.hint.elements[0] ?? null) : null;
  const { type, args } = numbers({ ...call, hint });
  return intrinsic(
    call.name as IntrinsicName,
    [type],
    args,
    { kind: "tuple", elements: [type, BOOL] },
    call.span,
  );
};
/** Arguments of fixed types. */
const fixed =
  (params: readonly Type[], result: Type): Maker =>
  (call) => {
    const args = params.map((type, i) => elaborateAs(call.scope, call.argument(i), type));
    return intrinsic(call.name as IntrinsicName, [], args, result, call.span);
  };
const onType =
  (name: IntrinsicName): Maker =>
  (call) =>
    intrinsic(name, [typeArgument(call)], [], U64, call.span);
const expectation: Maker = (call) =>
  intrinsic(
    call.name as IntrinsicName,
    [],
    [elaborateCondition(call.scope, call.argument(0))],
    BOOL,
    call.span,
  );
const misplacedFormat: Maker = ({ scope, node, name }) => scope.fail(node, "textFormat", name);

const MAKERS: Readonly<Record<string, Maker>> = {
  bitcast: (call) => elaborateBitcast(call.scope, call.node, typeArgument(call)),
  clz: sameTypeIntrinsic,
  ctz: sameTypeIntrinsic,
  popcount: sameTypeIntrinsic,
  bswap: sameTypeIntrinsic,
  rotl: sameTypeIntrinsic,
  min: sameTypeIntrinsic,
  max: sameTypeIntrinsic,
  sqrt: sameTypeIntrinsic,
  addOverflow: overflow,
  subOverflow: overflow,
  mulOverflow: overflow,
  mulHigh: fixed([U64, U64], U64),
  ptr: (call) => {
    const to = call.node.typeArguments || call.hint?.kind !== "ptr" ? typeArgument(call) : call.hint.to;
    return fromAddress(call, { kind: "ptr", to });
  },
  ref: (call) => {
    const type = call.node.typeArguments || call.hint?.kind !== "class" ? typeArgument(call) : call.hint;
    if (type.kind === "embed") return fromAddress(call, { kind: "class", of: type.of });
    if (type.kind !== "class") return call.scope.fail(call.node, "typeMismatch", typeName(type), "a class");
    return fromAddress(call, type);
  },
  fnAt: (call) => {
    const type = call.node.typeArguments || call.hint?.kind !== "fn" ? typeArgument(call) : call.hint;
    if (type.kind !== "fn" && type.kind !== "closure")
      return call.scope.fail(call.node, "typeMismatch", typeName(type), "a function type");
    return fromAddress(call, { kind: "fn", signature: type.signature });
  },
  addressOf: addressOf,
  pointerTo: (call) => {
    const place = elaboratePlace(call.scope, call.argument(0));
    if (place.kind === "localPlace") place.local.addressTaken = true;
    return { kind: "addressOf", place, type: { kind: "ptr", to: place.type }, span: call.span };
  },
  containerOf: (call) => {
    const type = structArgument(call);
    const name = constantString(call, 1);
    requireField(call, type, name);
    return intrinsic("containerOf", [type], [memberReference(call)], type, call.span, name);
  },
  sizeOf: onType("sizeOf"),
  alignOf: onType("alignOf"),
  offsetOf: (call) => {
    const type = structArgument(call);
    const name = constantString(call, 0);
    requireField(call, type, name);
    return intrinsic("offsetOf", [type], [], U64, call.span, name);
  },
  loadUnaligned: (call) => {
    const type = call.node.typeArguments ? typeArgument(call) : (call.hint ?? typeArgument(call));
    return intrinsic(
      "loadUnaligned",
      [type],
      [elaborateAs(call.scope, call.argument(0), U64)],
      type,
      call.span,
    );
  },
  storeUnaligned: (call) => {
    const address = elaborateAs(call.scope, call.argument(0), U64);
    const type = call.node.typeArguments
      ? typeArgument(call)
      : elaborateTyped(call.scope, call.argument(1), null).type;
    return intrinsic(
      "storeUnaligned",
      [type],
      [address, elaborateAs(call.scope, call.argument(1), type)],
      VOID,
      call.span,
    );
  },
  loadVolatile: (call) => {
    const { pointer, to } = pointerArgument(call);
    return intrinsic("loadVolatile", [to], [pointer], to, call.span);
  },
  storeVolatile: (call) => {
    const { pointer, to } = pointerArgument(call);
    return intrinsic(
      "storeVolatile",
      [to],
      [pointer, elaborateAs(call.scope, call.argument(1), to)],
      VOID,
      call.span,
    );
  },
  copyBytes: fixed([U64, U64, U64], VOID),
  moveBytes: fixed([U64, U64, U64], VOID),
  fillBytes: fixed([U64, U8, U64], VOID),
  compareBytes: fixed([U64, U64, U64], I32),
  stringAt: (call) => {
    const pointer = elaborateAs(call.scope, call.argument(0), { kind: "ptr", to: U8 });
    return {
      kind: "sliceFrom",
      pointer,
      length: elaborateAs(call.scope, call.argument(1), U64),
      type: STRING,
      span: call.span,
    };
  },
  embedFile: embedFile,
  free: (call) => {
    const value = elaborate(call.scope, call.argument(0), null);
    if (value.type.kind !== "class" && value.type.kind !== "boxed") {
      call.scope.fail(call.argument(0), "typeMismatch", typeName(value.type), "an object that new made");
    }
    return intrinsic("free", [value.type], [value], VOID, call.span);
  },
  newArray: (call) => {
    const of = call.node.typeArguments || call.hint?.kind !== "slice" ? typeArgument(call) : call.hint.of;
    return intrinsic(
      "newArray",
      [of],
      [elaborateAs(call.scope, call.argument(0), U64)],
      { kind: "slice", of },
      call.span,
    );
  },
  freeArray: (call) => {
    const value = elaborate(call.scope, call.argument(0), null);
    if (value.type.kind !== "slice")
      return call.scope.fail(call.argument(0), "typeMismatch", typeName(value.type), "a Slice");
    return intrinsic("freeArray", [value.type.of], [value], VOID, call.span);
  },
  uninitialised: ({ scope, node }) => scope.fail(node, "uninitialisedUse"),
  atomic: ({ scope, node }) => scope.fail(node, "cellValue", "Atomic"),
  fence: (call) =>
    intrinsic("fence", [], [], VOID, call.span, memoryOrder(call.scope, call.node.arguments[0])),
  spinHint: fixed([], VOID),
  boxed: (call) => elaborateBoxed(call.scope, call.argument(0), call.hint),
  writeText: (call) => {
    const text = elaborateAs(call.scope, call.argument(0), TEXT);
    const writer = elaborateAs(call.scope, call.argument(1), writerType(call.scope, call.node));
    return intrinsic("writeText", [], [text, writer], VOID, call.span);
  },
  hex: misplacedFormat,
  pad: misplacedFormat,
  unreachable: fixed([], NEVER),
  trap: fixed([], NEVER),
  likely: expectation,
  unlikely: expectation,
  frameAddress: fixed([], U64),
  returnAddress: fixed([], U64),
  linkerSymbol: (call) => intrinsic("linkerSymbol", [], [], U64, call.span, constantString(call, 0)),
  asm: ({ scope, node }) => scope.fail(node, "asmOperands", "the template is missing"),
};

function fromAddress(call: Call, type: Type): Expr {
  return intrinsic(
    "ptrFromAddress",
    [type],
    [elaborateAs(call.scope, call.argument(0), U64)],
    type,
    call.span,
  );
}

function addressOf(call: Call): Expr {
  const node = call.argument(0);
  const value = elaborate(call.scope, node, null);
  if (isInline(value.type)) {
    const pointer = arrayOrCell(call.scope, value, node);
    return intrinsic("addressFromPtr", [pointer.type], [pointer], U64, call.span);
  }
  if (!["class", "ptr", "fn", "boxed"].includes(value.type.kind)) {
    call.scope.fail(
      node,
      "typeMismatch",
      typeName(value.type),
      "an object, a pointer or a function (for a variable: pointerTo(x).addr)",
    );
  }
  return intrinsic("addressFromPtr", [value.type], [value], U64, call.span);
}
function arrayOrCell(scope: Scope, value: Expr, node: ts.Node): Expr {
  if (value.type.kind === "array") return arrayPointer(scope, value, node);
  if (value.kind !== "load") return scope.fail(node, "notPlace");
  return { kind: "addressOf", place: value.place, type: { kind: "ptr", to: value.type }, span: value.span };
}

/** An embedded object as itself, any other field by its address. */
function memberReference(call: Call): Expr {
  const node = call.argument(0);
  const value = elaborate(call.scope, node, null);
  if (value.type.kind === "class" || value.type.kind === "ptr") return value;
  const place = elaboratePlace(call.scope, node);
  return { kind: "addressOf", place, type: { kind: "ptr", to: place.type }, span: call.span };
}

function structArgument(call: Call): Extract<Type, { kind: "class" }> {
  const type = typeArgument(call);
  if (type.kind === "class") return type;
  if (type.kind === "embed") return { kind: "class", of: type.of };
  return call.scope.fail(call.node, "typeMismatch", typeName(type), "a class");
}
function requireField(call: Call, type: Extract<Type, { kind: "class" }>, name: string): void {
  const entry = call.scope.session.classEntries.get(type.of)!;
  if (!findField(call.scope.session, entry, name))
    call.scope.fail(call.node, "fieldUnknown", type.of.name, name);
}
function pointerArgument(call: Call): { pointer: Expr; to: Type } {
  const pointer = elaborate(call.scope, call.argument(0), null);
  if (pointer.type.kind !== "ptr")
    return call.scope.fail(call.argument(0), "typeMismatch", typeName(pointer.type), "a Ptr");
  return { pointer, to: pointer.type.to };
}

function embedFile(call: Call): Expr {
  const name = constantString(call, 0);
  const file = path.resolve(path.dirname(call.node.getSourceFile().fileName), name);
  call.scope.session.embedded.add(file);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(fs.readFileSync(file));
  } catch {
    return call.scope.fail(call.node, "fileMissing", file);
  }
  return {
    kind: "constantData",
    constant: { kind: "string", bytes },
    type: { kind: "slice", of: U8 },
    span: call.span,
  };
}
