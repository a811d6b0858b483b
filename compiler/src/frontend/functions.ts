/**
 * Functions, methods and accessors: one `FunctionInfo` for each declaration and each list of type arguments. The
 * signature is made at once, the body waits in the session's queue.
 */
import ts from "typescript";
import { type ClassEntry, has, type MethodLike, memberKey } from "./classes.ts";
import { constructorBody } from "./constructors.ts";
import { Scope } from "./scope.ts";
import { NO_SUBSTITUTION, type Session, type Substitution } from "./session.ts";
import { elaborateBody } from "./statements/index.ts";
import { mangle, mangleInstance, unique } from "./symbols.ts";
import { functionAttributes, readTags, type Tags } from "./tags.ts";
import type { FunctionInfo, Linkage, Local, Type } from "./tree.ts";
import { asValueType, toType } from "./types.ts";
import { containsUntyped, isNullable, MAX_DEPTH, typeDepth, typeKey, typeName, VOID } from "./typetools.ts";

export type Callable = ts.FunctionDeclaration | MethodLike | ts.ConstructorDeclaration;

interface Making {
  readonly session: Session;
  readonly declaration: Callable | ts.ClassDeclaration; // the class: its synthesised constructor
  readonly owner: ClassEntry | null;
  readonly typeArguments: readonly Type[];
  readonly isStatic: boolean;
  readonly name: string;
}

export function functionOf(
  session: Session,
  declaration: ts.FunctionDeclaration,
  typeArguments: readonly Type[] = [],
  enclosing: Scope | null = null,
): FunctionInfo {
  if (!declaration.body) {
    const implementation = implementationOf(session, declaration);
    if (implementation) declaration = implementation;
  }
  const name = declaration.name?.text ?? "default";
  return make({ session, declaration, owner: null, typeArguments, isStatic: true, name }, enclosing);
}
function implementationOf(
  session: Session,
  declaration: ts.FunctionDeclaration,
): ts.FunctionDeclaration | null {
  const symbol = declaration.name && session.checker.getSymbolAtLocation(declaration.name);
  const bodies = symbol?.declarations?.filter((d) => ts.isFunctionDeclaration(d) && d.body) ?? [];
  if (bodies.length > 0) session.fail(declaration, "overload");
  return null;
}

export function functionOfMember(
  session: Session,
  owner: ClassEntry,
  declaration: MethodLike,
  typeArguments: readonly Type[] = [],
): FunctionInfo {
  const isStatic = has(declaration, ts.SyntaxKind.StaticKeyword);
  return make({ session, declaration, owner, typeArguments, isStatic, name: memberKey(declaration) }, null);
}

/** The constructor that `new` calls; `declaration` is the class itself where it is synthesised. */
export function constructorFunction(
  session: Session,
  owner: ClassEntry,
  declaration: ts.ConstructorDeclaration | ts.ClassDeclaration,
): FunctionInfo {
  return make({ session, declaration, owner, typeArguments: [], isStatic: false, name: "constructor" }, null);
}

function make(making: Making, enclosing: Scope | null): FunctionInfo {
  const { session, declaration, owner, typeArguments } = making;
  const key =
    [...(owner?.typeArguments ?? []), ...typeArguments].map(typeKey).join(",") +
    (owner?.info.symbol ?? enclosing?.symbol ?? "");
  let instances = session.functions.get(declaration);
  if (!instances) {
    instances = new Map();
    session.functions.set(declaration, instances);
  }
  const known = instances.get(key);
  if (known) return known;

  if (typeArguments.some((a) => typeDepth(a) > MAX_DEPTH))
    session.fail(declaration, "instanceDepth", making.name);
  const unit = session.unit(declaration);
  const tags = readTags(session, declaration);
  const names = owner ? [owner.declaration.name?.text ?? "default", making.name] : [making.name];
  const base = enclosing ? `${enclosing.symbol}__${making.name}` : mangle(unit.path, ...names);
  const all = [...(owner?.typeArguments ?? []), ...typeArguments];
  const symbol = fixedSymbol(making, tags) ?? unique(session, mangleInstance(base, all));
  const linkage = linkageOf(making, tags, all.length > 0 || (enclosing?.inInstance ?? false));
  const substitution = substitutionOf(making, enclosing);
  const captureRefusal = enclosing ? "nestedCaptures" : null;
  const scope = new Scope(
    session,
    unit,
    substitution,
    owner,
    enclosing,
    symbol,
    captureRefusal,
    linkage === "linkonce",
  );

  const params: Local[] = [];
  const thisNode = declaration.name ?? declaration;
  if (owner && !making.isStatic) {
    scope.thisLocal = scope.newLocal("this", { kind: "class", of: owner.info }, session.span(thisNode), 1);
    params.push(scope.thisLocal);
  }
  const source = ts.isClassDeclaration(declaration) ? inheritedParameters(making) : declaration.parameters;
  const paramSubstitution = ts.isClassDeclaration(declaration) ? inheritedSubstitution(owner) : substitution;
  for (const parameter of source) {
    const type = parameterType(session, parameter, paramSubstitution);
    const local = scope.newLocal(parameter.name.getText(), type, session.span(parameter), params.length + 1);
    params.push(local);
    bindParameter(scope, parameter, local);
  }
  const result = ts.isClassDeclaration(declaration) ? VOID : resultType(session, declaration, substitution);
  scope.result = result;
  const info: FunctionInfo = {
    name: owner ? `${owner.info.name}.${making.name}` : making.name,
    symbol,
    signature: { params: params.map((p) => p.type), result },
    params,
    isMethodOf: owner?.info ?? null,
    linkage,
    version: tags.version,
    attributes: functionAttributes(tags, result.kind === "never"),
    captures: [],
    hasEnvironment: false,
    span: session.span(thisNode),
    endSpan: session.endSpan(declaration),
    file: unit.path,
    body: null,
  };
  instances.set(key, info);
  session.unitOf.set(info, unit);
  session.parameters.set(info, source);
  session.uses.set(info, scope.uses);
  if (linkage !== "linkonce") unit.functions.push(info);
  if (tags.symbol !== null || tags.extern !== null) checkFixedSignature(session, info, thisNode);
  enqueueBody(making, scope, info, tags);
  return info;
}

/** A parameter property has a symbol as parameter and one as field; names in the body mean the parameter. */
function bindParameter(scope: Scope, parameter: ts.ParameterDeclaration, local: Local): void {
  if (!ts.isIdentifier(parameter.name)) return;
  const checker = scope.checker;
  const symbols = ts.isParameterPropertyDeclaration(parameter, parameter.parent)
    ? checker.getSymbolsOfParameterPropertyDeclaration(parameter, parameter.name.text)
    : [checker.getSymbolAtLocation(parameter.name)!];
  for (const symbol of symbols) scope.bind(symbol, local);
}

function enqueueBody(making: Making, scope: Scope, info: FunctionInfo, tags: Tags): void {
  const { session, declaration } = making;
  if (ts.isClassDeclaration(declaration) || ts.isConstructorDeclaration(declaration)) {
    const owner = making.owner!;
    session.queue.push(() =>
      session.recover(() => (info.body = constructorBody(scope, owner, declaration, info))),
    );
  } else if (declaration.body) {
    const body = declaration.body;
    session.queue.push(() => (info.body = elaborateBody(scope, body)));
  } else if (has(declaration, ts.SyntaxKind.DeclareKeyword)) {
    if (tags.extern === null) session.report(declaration.name!, "externTag");
  }
}

function fixedSymbol(making: Making, tags: Tags): string | null {
  if (tags.symbol) return tags.symbol;
  if (tags.extern !== null) return tags.extern || making.name;
  return null;
}
function linkageOf(making: Making, tags: Tags, instance: boolean): Linkage {
  const declaration = making.declaration;
  if (tags.extern !== null) return "import";
  if (tags.symbol !== null) return "exported";
  if (instance) return "linkonce";
  if (making.owner) return making.owner.exported ? "hidden" : "internal";
  return has(declaration as ts.FunctionDeclaration, ts.SyntaxKind.ExportKeyword) ? "hidden" : "internal";
}

function substitutionOf(making: Making, enclosing: Scope | null): Substitution {
  const { session, declaration, owner, typeArguments } = making;
  const outer = owner?.substitution ?? enclosing?.substitution ?? NO_SUBSTITUTION;
  if (typeArguments.length === 0 || ts.isClassDeclaration(declaration)) return outer;
  const all = new Map(outer);
  declaration.typeParameters?.forEach((p, i) => {
    const arg = typeArguments[i];
    if (arg) all.set(session.checker.getTypeAtLocation(p), arg);
  });
  return all;
}

/** A constructor that is not written takes what the nearest written one above takes. */
function inheritedParameters(making: Making): readonly ts.ParameterDeclaration[] {
  return writtenConstructor(making.owner)?.declaration.parameters ?? [];
}
function inheritedSubstitution(owner: ClassEntry | null): Substitution {
  return writtenConstructor(owner)?.owner.substitution ?? NO_SUBSTITUTION;
}
export function writtenConstructor(
  entry: ClassEntry | null,
): { declaration: ts.ConstructorDeclaration; owner: ClassEntry } | null {
  for (let at = entry; at; at = at.base) {
    const declaration = at.declaration.members.find(
      (m) => ts.isConstructorDeclaration(m) && m.body !== undefined,
    );
    if (declaration) return { declaration: declaration as ts.ConstructorDeclaration, owner: at };
  }
  return null;
}

export function parameterType(
  session: Session,
  parameter: ts.ParameterDeclaration,
  substitution: Substitution,
): Type {
  const checker = session.checker;
  if (parameter.dotDotDotToken) session.fail(parameter, "restParameter");
  if (!ts.isIdentifier(parameter.name)) session.fail(parameter, "destructuring", "parameter");
  const tsType = parameter.type
    ? checker.getTypeFromTypeNode(parameter.type)
    : checker.getTypeAtLocation(parameter.name);
  const type = asValueType(session, toType(session, tsType, substitution, parameter), parameter, "parameter");
  if (containsUntyped(type)) session.fail(parameter, "widthUnknown");
  if (parameter.questionToken && !isNullable(type)) {
    session.fail(parameter, "scalarOptional", typeName(type), parameter.name.text);
  }
  return type;
}

function resultType(session: Session, declaration: Callable, substitution: Substitution): Type {
  if (ts.isConstructorDeclaration(declaration) || ts.isSetAccessorDeclaration(declaration)) return VOID;
  const signature = session.checker.getSignatureFromDeclaration(declaration)!;
  const type = asValueType(
    session,
    toType(
      session,
      signature.getReturnType(),
      substitution,
      declaration.type ?? declaration.name ?? declaration,
    ),
    declaration.type ?? declaration,
    "result",
  );
  if (type.kind === "closure") session.fail(declaration.type ?? declaration, "closureReturned");
  if (type.kind === "text") session.fail(declaration.type ?? declaration, "textStored");
  if (containsUntyped(type) || type.kind === "null") {
    session.fail(declaration.name ?? declaration, "returnType", declaration.name?.getText() ?? "");
  }
  return type;
}

function checkFixedSignature(session: Session, info: FunctionInfo, node: ts.Node): void {
  for (const type of [...info.signature.params, info.signature.result]) {
    if (["slice", "string", "text", "closure", "tuple"].includes(type.kind)) {
      session.report(node, "exportedType", typeName(type));
    }
  }
}
