/**
 * From the checker's types to the tree's: brands, prelude interfaces, classes, tuples and function types, under the
 * type arguments of the instance at hand. A plain `number` gives `UNTYPED_INT`, for the caller to resolve.
 */
import ts from "typescript";
import { classEntry } from "./classes.ts";
import { enumType } from "./enums.ts";
import type { Session, Substitution } from "./session.ts";
import type { Signature, Type } from "./tree.ts";
import {
  BOOL,
  isInline,
  isNullable,
  isUntyped,
  NEVER,
  NULL,
  NUMBERS,
  STRING,
  sameType,
  TEXT,
  UNTYPED_INT,
  VOID,
} from "./typetools.ts";

export function toType(session: Session, t: ts.Type, substitution: Substitution, node: ts.Node): Type {
  if (substitution.size > 0) return convert(session, t, substitution, node);
  const known = session.types.get(t);
  if (known) return known;
  const made = convert(session, t, substitution, node);
  session.types.set(t, made);
  return made;
}

/** The type of a type annotation. */
export function typeOfNode(session: Session, node: ts.TypeNode, substitution: Substitution): Type {
  return toType(session, session.checker.getTypeFromTypeNode(node), substitution, node);
}

/** A type as parameter or result: storage in place is passed by reference, cells and arrays not at all. */
export function asValueType(session: Session, type: Type, node: ts.Node, role: string): Type {
  if (type.kind === "embed") return { kind: "class", of: type.of };
  if (isInline(type)) session.fail(node, "inlineByValue", kindName(type), role);
  return type;
}
function kindName(type: Type): string {
  return type.kind === "array" ? "a FixedArray" : type.kind === "atomic" ? "an Atomic" : "an Mmio";
}

export function toSignature(
  session: Session,
  s: ts.Signature,
  substitution: Substitution,
  node: ts.Node,
): Signature {
  const params = s.getParameters().map((p) => {
    const type = toType(session, session.checker.getTypeOfSymbol(p), substitution, node);
    return asValueType(session, type, node, "parameter");
  });
  const result = toType(session, s.getReturnType(), substitution, node);
  return { params, result: asValueType(session, result, node, "result") };
}

function convert(session: Session, t: ts.Type, substitution: Substitution, node: ts.Node): Type {
  const checker = session.checker;
  const again = (inner: ts.Type) => toType(session, inner, substitution, node);
  const flags = t.flags;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) session.fail(node, "anyValue");
  if (flags & ts.TypeFlags.TypeParameter) {
    const known = substitution.get(t);
    if (known) return known;
    const constraint = checker.getBaseConstraintOfType(t);
    if ((t as { isThisType?: boolean }).isThisType && constraint) return again(constraint);
    session.fail(node, "typeParameter", checker.typeToString(t));
  }
  if (flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return VOID;
  if (flags & ts.TypeFlags.Never) return NEVER;
  if (flags & ts.TypeFlags.Null) return NULL;
  if (flags & ts.TypeFlags.EnumLike) return enumType(session, checker.getBaseTypeOfLiteralType(t).symbol);
  if (flags & ts.TypeFlags.BooleanLike) return BOOL;
  if (flags & ts.TypeFlags.StringLike) return STRING;
  if (flags & ts.TypeFlags.NumberLike) return UNTYPED_INT;
  if (t.isUnion()) return convertUnion(session, t, substitution, node);
  if (t.isIntersection()) return convertIntersection(session, t, substitution, node);
  if (flags & ts.TypeFlags.Object) return convertObject(session, t as ts.ObjectType, substitution, node);
  session.fail(node, "unsupportedType", checker.typeToString(t));
}

function convertUnion(session: Session, t: ts.UnionType, substitution: Substitution, node: ts.Node): Type {
  const name = session.checker.typeToString(t);
  const members = t.types.filter((m) => !(m.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)));
  const stringLiterals = members.filter((m) => m.isStringLiteral());
  if (stringLiterals.length > 1 && stringLiterals.length === members.length)
    session.fail(node, "unionType", name);
  let type: Type | null = null;
  for (const member of members) {
    const converted = toType(session, member, substitution, node);
    if (type === null || (isUntyped(type) && converted.kind === "int")) type = converted;
    else if (!sameType(type, converted) && !isUntyped(converted)) session.fail(node, "unionType", name);
  }
  if (type === null) return NULL;
  if (members.length < t.types.length && !isNullable(type)) {
    if (type.kind === "void" || type.kind === "never") return type;
    session.fail(node, "nullableScalar", session.checker.typeToString(session.checker.getNonNullableType(t)));
  }
  return type;
}

function brand(session: Session, t: ts.Type, name: string): ts.Type | null {
  const property = t.getProperty(name);
  if (!property) return null;
  return session.checker.getNonNullableType(session.checker.getTypeOfSymbol(property));
}

function convertIntersection(
  session: Session,
  t: ts.IntersectionType,
  substitution: Substitution,
  node: ts.Node,
): Type {
  const width = brand(session, t, "__int");
  if (width?.isStringLiteral()) return NUMBERS[width.value]!;
  if (brand(session, t, "__text")) return TEXT;
  const payload = t.types.find((m) => !isBrandObject(m));
  if (payload && t.getProperty("__embed")) {
    const inner = toType(session, payload, substitution, node);
    if (inner.kind === "class") {
      if (inner.of.abstract) session.fail(node, "abstractEmbed", inner.of.name);
      return { kind: "embed", of: inner.of };
    }
    if (inner.kind === "embed") return inner;
  }
  const function_ = t.getProperty("__fn") ? "fn" : t.getProperty("__boxed") ? "boxed" : null;
  if (function_ && payload) {
    const inner = toType(session, payload, substitution, node);
    if (inner.kind === "closure") return { kind: function_, signature: inner.signature };
    if (inner.kind === function_) return inner;
  }
  // A type parameter met its bound: `T & u32`.
  const converted = t.types
    .filter((m) => !isBrandObject(m))
    .map((m) => toType(session, m, substitution, node));
  const first = converted.find((c) => !isUntyped(c));
  if (first && converted.every((c) => isUntyped(c) || sameType(c, first))) return first;
  session.fail(node, "unsupportedType", session.checker.typeToString(t));
}
function isBrandObject(t: ts.Type): boolean {
  if (!(t.flags & ts.TypeFlags.Object) || t.getCallSignatures().length > 0) return false;
  const properties = t.getProperties();
  return properties.length === 1 && /^__(int|embed|fn|boxed|text)$/.test(properties[0]!.name);
}

function convertObject(session: Session, t: ts.ObjectType, substitution: Substitution, node: ts.Node): Type {
  const checker = session.checker;
  const again = (inner: ts.Type) => storable(session, toType(session, inner, substitution, node), node);
  const arguments_ = () => checker.getTypeArguments(t as ts.TypeReference);
  if (checker.isTupleType(t)) {
    const target = (t as ts.TupleTypeReference).target;
    if (target.elementFlags.some((f) => f !== ts.ElementFlags.Required)) session.fail(node, "tupleElements");
    return {
      kind: "tuple",
      elements: arguments_().map((a) => asValueType(session, again(a), node, "tuple element")),
    };
  }
  const declaration = t.symbol?.valueDeclaration ?? t.symbol?.declarations?.[0];
  if (session.isPrelude(declaration)) {
    const [first, second] = arguments_();
    switch (t.symbol.name) {
      case "Array":
      case "ReadonlyArray":
      case "Slice":
        return { kind: "slice", of: again(first!) };
      case "Ptr":
        return { kind: "ptr", to: again(first!) };
      case "Atomic":
        return { kind: "atomic", of: atomicElement(session, again(first!), node) };
      case "Mmio":
        return { kind: "mmio", of: again(first!) };
      case "FixedArray": {
        if (!second?.isNumberLiteral()) session.fail(node, "fixedArrayLength");
        return { kind: "array", of: again(first!), length: second.value };
      }
      case "String":
        return STRING;
    }
  }
  if (
    (declaration &&
      ts.isClassLike(declaration) &&
      t.symbol.flags & ts.SymbolFlags.Class &&
      t.isClassOrInterface()) ||
    isClassReference(t)
  ) {
    const target = t.symbol.valueDeclaration as ts.ClassDeclaration;
    const count = target.typeParameters?.length ?? 0;
    const entry = classEntry(session, target, arguments_().slice(0, count).map(again));
    return { kind: "class", of: entry.info };
  }
  const signatures = t.getCallSignatures();
  if (signatures.length === 1)
    return { kind: "closure", signature: toSignature(session, signatures[0]!, substitution, node) };
  if (t.symbol && t.symbol.flags & ts.SymbolFlags.Interface)
    session.fail(node, "interfaceValue", t.symbol.name);
  session.fail(node, "unsupportedType", checker.typeToString(t));
}
/** Closures and texts live in the frame that made them: no element, field or type argument holds one. */
function storable(session: Session, type: Type, node: ts.Node): Type {
  if (type.kind === "closure") session.fail(node, "closureStored");
  if (type.kind === "text") session.fail(node, "textStored");
  return type;
}
function isClassReference(t: ts.ObjectType): boolean {
  if (!(t.objectFlags & ts.ObjectFlags.Reference)) return false;
  const target = (t as ts.TypeReference).target;
  return target.isClass() && target.symbol.valueDeclaration !== undefined;
}
function atomicElement(session: Session, type: Type, node: ts.Node): Type {
  if (["int", "bool", "ptr", "class", "fn"].includes(type.kind)) return type;
  session.fail(node, "atomicType", "Atomic", type.kind);
}
