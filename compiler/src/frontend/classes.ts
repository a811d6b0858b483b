/**
 * Classes: one `ClassEntry` for each class and each list of type arguments.
 *
 * An entry is made in three steps, so that classes may refer to each other in any way: identity and base at once,
 * fields on first look-up, vtable last. Which methods are virtual is known before any entry, from the declarations
 * alone (virtual.ts).
 */
import ts from "typescript";
import { functionOfMember } from "./functions.ts";
import type { Session, Substitution } from "./session.ts";
import { mangle, mangleInstance, unique } from "./symbols.ts";
import { readTags } from "./tags.ts";
import type { ClassInfo, Field, Type } from "./tree.ts";
import { toType } from "./types.ts";
import { containsUntyped, MAX_DEPTH, typeDepth, typeKey } from "./typetools.ts";
import { hasVirtual, isVirtualRoot } from "./virtual.ts";

export type MethodLike = ts.MethodDeclaration | ts.GetAccessorDeclaration | ts.SetAccessorDeclaration;

export interface ClassEntry {
  readonly info: ClassInfo;
  readonly declaration: ts.ClassDeclaration;
  readonly substitution: Substitution;
  readonly typeArguments: readonly Type[];
  readonly base: ClassEntry | null;
  readonly exported: boolean;
  fieldsReady: boolean;
  vtableReady: boolean;
}
export type FieldDeclaration = ts.PropertyDeclaration | ts.ParameterDeclaration;

export function classEntry(
  session: Session,
  declaration: ts.ClassDeclaration,
  args: readonly Type[],
): ClassEntry {
  const key = args.map(typeKey).join(",");
  let instances = session.classes.get(declaration);
  if (!instances) {
    instances = new Map();
    session.classes.set(declaration, instances);
  }
  const known = instances.get(key);
  if (known) return known;
  if (args.some((a) => typeDepth(a) > MAX_DEPTH)) {
    session.fail(declaration, "instanceDepth", declaration.name?.text ?? "the class");
  }

  const substitution = new Map<ts.Type, Type>();
  declaration.typeParameters?.forEach((p, i) => {
    const arg = args[i];
    if (arg) substitution.set(session.checker.getTypeAtLocation(p), arg);
  });
  const unit = session.unit(declaration);
  const name = declaration.name?.text ?? "default";
  const tags = readTags(session, declaration);
  const base = baseEntry(session, declaration, substitution);
  const symbol = mangleInstance(mangle(unit.path, name), args);
  const info: ClassInfo = {
    name: args.length > 0 ? `${name}<${args.map(shortName).join(", ")}>` : name,
    symbol: unique(session, symbol),
    file: unit.path,
    span: session.span(declaration.name ?? declaration),
    base: base?.info ?? null,
    abstract: has(declaration, ts.SyntaxKind.AbstractKeyword),
    polymorphic: hasVirtual(session, declaration),
    fields: [],
    vtable: [],
    instance: args.length > 0,
    packed: tags.packed,
    align: tags.align,
  };
  const entry: ClassEntry = {
    info,
    declaration,
    substitution,
    typeArguments: args,
    base,
    exported: has(declaration, ts.SyntaxKind.ExportKeyword),
    fieldsReady: false,
    vtableReady: false,
  };
  instances.set(key, entry);
  session.classEntries.set(info, entry);
  session.unitOf.set(info, unit);
  if (!info.instance) unit.classes.push(info);
  session.queue.push(() => session.recover(() => completeClass(session, entry)));
  return entry;
}
const shortName = (t: Type): string => (t.kind === "class" ? t.of.name : typeKey(t));

export function has(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((m) => m.kind === kind) ?? false;
}

export function heritage(declaration: ts.ClassLikeDeclaration): ts.ExpressionWithTypeArguments | null {
  const clause = declaration.heritageClauses?.find((c) => c.token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0] ?? null;
}
function baseEntry(
  session: Session,
  declaration: ts.ClassDeclaration,
  substitution: Substitution,
): ClassEntry | null {
  const clause = heritage(declaration);
  if (!clause) return null;
  const type = toType(session, session.checker.getTypeAtLocation(clause), substitution, clause);
  if (type.kind !== "class") session.fail(clause, "unsupportedType", clause.getText());
  return session.classEntries.get(type.of)!;
}

/** A class that owns storage for `declaration`'s fields: plain and parameter properties, statics not among them. */
export function fieldDeclarations(declaration: ts.ClassDeclaration): FieldDeclaration[] {
  const fields: FieldDeclaration[] = [];
  for (const member of declaration.members) {
    if (ts.isConstructorDeclaration(member)) {
      fields.push(...member.parameters.filter((p) => ts.isParameterPropertyDeclaration(p, member)));
    } else if (ts.isPropertyDeclaration(member)) {
      if (!has(member, ts.SyntaxKind.StaticKeyword) && !has(member, ts.SyntaxKind.DeclareKeyword))
        fields.push(member);
    }
  }
  return fields;
}

function ensureFields(session: Session, entry: ClassEntry): void {
  if (entry.fieldsReady) return;
  entry.fieldsReady = true;
  for (const declaration of fieldDeclarations(entry.declaration)) {
    const name = declaration.name.getText();
    if (ts.isPropertyDeclaration(declaration) && has(declaration, ts.SyntaxKind.AbstractKeyword)) continue;
    session.recover(() => {
      const type = fieldType(session, entry, declaration);
      entry.info.fields.push({ name, type, declaredIn: entry.info, span: session.span(declaration.name) });
    });
  }
}
function fieldType(session: Session, entry: ClassEntry, declaration: FieldDeclaration): Type {
  const checker = session.checker;
  const tsType = declaration.type
    ? checker.getTypeFromTypeNode(declaration.type)
    : checker.getTypeAtLocation(declaration.name);
  const type = toType(session, tsType, entry.substitution, declaration.name);
  if (type.kind === "closure") session.fail(declaration.name, "closureStored");
  if (type.kind === "text") session.fail(declaration.name, "textStored");
  if (containsUntyped(type) || type.kind === "null" || type.kind === "void") {
    session.fail(declaration.name, "fieldType", declaration.name.getText());
  }
  return type;
}

/** The name under which a member is looked up: accessors apart from each other, `[Symbol.dispose]` as "@dispose". */
export function memberKey(member: ts.ClassElement): string {
  const name = member.name;
  let key = name ? name.getText() : "";
  if (name && ts.isComputedPropertyName(name))
    key = name.expression.getText() === "Symbol.dispose" ? "@dispose" : key;
  if (ts.isGetAccessorDeclaration(member)) return `get ${key}`;
  if (ts.isSetAccessorDeclaration(member)) return `set ${key}`;
  return key;
}

const methodTables = new WeakMap<ts.ClassDeclaration, Map<string, MethodLike>>();
export function methodTable(declaration: ts.ClassDeclaration): Map<string, MethodLike> {
  let table = methodTables.get(declaration);
  if (!table) {
    table = new Map();
    for (const member of declaration.members) {
      if (!ts.isMethodDeclaration(member) && !ts.isAccessor(member)) continue;
      if (has(member, ts.SyntaxKind.StaticKeyword)) continue;
      table.set(memberKey(member), member);
    }
    methodTables.set(declaration, table);
  }
  return table;
}

export function findField(session: Session, entry: ClassEntry, name: string): Field | null {
  for (let at: ClassEntry | null = entry; at; at = at.base) {
    ensureFields(session, at);
    const field = at.info.fields.find((f) => f.name === name);
    if (field) return field;
  }
  return null;
}
export function findMethod(
  entry: ClassEntry,
  key: string,
): { owner: ClassEntry; declaration: MethodLike } | null {
  for (let at: ClassEntry | null = entry; at; at = at.base) {
    const declaration = methodTable(at.declaration).get(key);
    if (declaration) return { owner: at, declaration };
  }
  return null;
}

export function isDerived(info: ClassInfo, base: ClassInfo): boolean {
  for (let at: ClassInfo | null = info; at; at = at.base) if (at === base) return true;
  return false;
}

function completeClass(session: Session, entry: ClassEntry): void {
  ensureFields(session, entry);
  if (contains(session, entry, entry.info, new Set())) {
    session.report(entry.declaration.name ?? entry.declaration, "selfContained", entry.info.name);
  }
  ensureVtable(session, entry);
}

/** Whether objects of the class hold one of `wanted` in place. */
function contains(session: Session, entry: ClassEntry, wanted: ClassInfo, seen: Set<ClassEntry>): boolean {
  if (seen.has(entry)) return false;
  seen.add(entry);
  ensureFields(session, entry);
  const inline = entry.info.fields.map((f) => {
    let type = f.type;
    while (type.kind === "array") type = type.of;
    return type.kind === "embed" ? type.of : null;
  });
  return [entry.base?.info ?? null, ...inline].some(
    (info) =>
      info === wanted || (info !== null && contains(session, session.classEntries.get(info)!, wanted, seen)),
  );
}

/** Slots of the base first; an override takes its slot, a method that is virtual from here on gets a new one. */
export function ensureVtable(session: Session, entry: ClassEntry): void {
  if (entry.vtableReady) return;
  entry.vtableReady = true;
  if (!entry.info.polymorphic) return;
  if (entry.base) {
    ensureVtable(session, entry.base);
    entry.info.vtable.push(...entry.base.info.vtable.map((slot) => ({ ...slot })));
  }
  for (const [key, declaration] of methodTable(entry.declaration)) {
    session.recover(() => {
      const slot = entry.info.vtable.find((s) => s.method === key);
      if (!slot && !isVirtualRoot(session, entry.declaration, key)) return;
      if (declaration.typeParameters) session.fail(declaration.name, "virtualGeneric");
      const target = functionOfMember(session, entry, declaration);
      const implemented = has(declaration, ts.SyntaxKind.AbstractKeyword) ? null : target;
      if (slot) slot.target = implemented;
      else {
        const signature = { params: target.signature.params.slice(1), result: target.signature.result };
        entry.info.vtable.push({ method: key, signature, target: implemented });
      }
    });
  }
}
