/** The one place that knows how LLVM IR is written (LangRef for LLVM 19). */
import type { Instruction, Note } from "./instructions.ts";
import type { MetadataField, MetadataNode, MetadataRef, SpecialValue } from "./metadata.ts";
import type { Module, ModuleFunction, ModuleGlobal } from "./module.ts";
import type { LType } from "./types.ts";
import type { Value } from "./values.ts";

export function typeText(type: LType): string {
  switch (type.kind) {
    case "void":
    case "float":
    case "double":
      return type.kind;
    case "int":
      return `i${type.bits}`;
    case "ptr":
      return type.space === 0 ? "ptr" : `ptr addrspace(${type.space})`;
    case "struct": {
      const inner = type.elements.map(typeText).join(", ");
      return type.packed ? `<{ ${inner} }>` : `{ ${inner} }`;
    }
    case "array":
      return `[${type.length} x ${typeText(type.of)}]`;
    case "function":
      return `${typeText(type.result)} (${type.params.map(typeText).join(", ")})`;
  }
}

function nameText(name: string): string {
  return /^[A-Za-z$._][A-Za-z0-9$._]*$/.test(name)
    ? `@${name}`
    : `@${quoted(new TextEncoder().encode(name))}`;
}

/** A string in LLVM's quotes: bytes outside printable ASCII, quotes and backslashes as \XX. */
function quoted(bytes: Uint8Array): string {
  let text = "";
  for (const b of bytes) {
    const plain = b >= 0x20 && b < 0x7f && b !== 0x22 && b !== 0x5c;
    text += plain ? String.fromCharCode(b) : `\\${b.toString(16).padStart(2, "0").toUpperCase()}`;
  }
  return `"${text}"`;
}
function quotedText(text: string): string {
  return quoted(new TextEncoder().encode(text));
}

/** Floats in hexadecimal of the double that has the same value, as LLVM wants both widths. */
function floatText(value: number, type: LType): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, type.kind === "float" ? Math.fround(value) : value);
  return `0x${view.getBigUint64(0).toString(16).toUpperCase().padStart(16, "0")}`;
}

export function valueText(value: Value): string {
  switch (value.kind) {
    case "int":
      if (value.type.kind === "int" && value.type.bits === 1) return value.value === 0n ? "false" : "true";
      return value.value.toString();
    case "float":
      return floatText(value.value, value.type);
    case "null":
      return "null";
    case "zero":
      return "zeroinitializer";
    case "undef":
    case "poison":
      return value.kind;
    case "global":
      return nameText(value.name);
    case "spaceCast":
      return `addrspacecast (ptr ${nameText(value.name)} to ${typeText(value.type)})`;
    case "globalOffset":
      return `getelementptr inbounds (i8, ptr ${nameText(value.name)}, i64 ${value.bytes})`;
    case "aggregate": {
      const inner = value.elements.map(typed).join(", ");
      if (value.type.kind === "array") return `[${inner}]`;
      return value.type.kind === "struct" && value.type.packed ? `<{ ${inner} }>` : `{ ${inner} }`;
    }
    case "bytes":
      return `c${quoted(value.bytes)}`;
    case "register":
      return `%r${value.id}`;
    case "inlineAsm":
      return `asm ${value.sideEffects ? "sideeffect " : ""}${quotedText(value.text)}, ${quotedText(value.constraints)}`;
  }
}
function typed(value: Value): string {
  return `${typeText(value.type)} ${valueText(value)}`;
}

function notesText(notes: readonly Note[]): string {
  return notes.map((n) => `, !${n.name} ${refText(n.ref)}`).join("");
}
function refText(ref: MetadataRef): string {
  return `!${ref.node}`;
}

function instructionText(i: Instruction): string {
  switch (i.op) {
    case "binary":
      return `${i.operator} ${typed(i.left)}, ${valueText(i.right)}`;
    case "icmp":
    case "fcmp":
      return `${i.op} ${i.predicate} ${typed(i.left)}, ${valueText(i.right)}`;
    case "fneg":
      return `fneg ${typed(i.operand)}`;
    case "cast":
      return `${i.operator} ${typed(i.operand)} to ${typeText(i.to)}`;
    case "load": {
      const atomic = i.ordering === null ? "" : " atomic";
      return `load${atomic}${i.volatile ? " volatile" : ""} ${typeText(i.type)}, ${typed(i.from)}${i.ordering === null ? "" : ` ${i.ordering}`}, align ${i.align}${notesText(i.notes)}`;
    }
    case "store": {
      const atomic = i.ordering === null ? "" : " atomic";
      return `store${atomic}${i.volatile ? " volatile" : ""} ${typed(i.value)}, ${typed(i.to)}${i.ordering === null ? "" : ` ${i.ordering}`}, align ${i.align}${notesText(i.notes)}`;
    }
    case "gep":
      return `getelementptr ${i.inbounds ? "inbounds " : ""}${typeText(i.element)}, ${typed(i.base)}, ${typed(i.index)}`;
    case "alloca":
      return `alloca ${typeText(i.type)}, align ${i.align}`;
    case "call": {
      const args = i.args
        .map((a, n) => [typeText(a.type), ...(i.argAttributes[n] ?? []), valueText(a)].join(" "))
        .join(", ");
      const attributes = i.attributes.length > 0 ? ` ${i.attributes.join(" ")}` : "";
      return `call ${[...i.resultAttributes, typeText(i.type)].join(" ")} ${valueText(i.callee)}(${args})${attributes}`;
    }
    case "select":
      return `select ${typed(i.test)}, ${typed(i.then)}, ${typed(i.otherwise)}`;
    case "phi":
      return `phi ${typeText(i.type)} ${i.incoming.map(([v, b]) => `[ ${valueText(v)}, %b${b.id} ]`).join(", ")}`;
    case "extract":
      return `extractvalue ${typed(i.aggregate)}, ${i.index}`;
    case "insert":
      return `insertvalue ${typed(i.aggregate)}, ${typed(i.value)}, ${i.index}`;
    case "rmw":
      return `atomicrmw ${i.operator} ${typed(i.cell)}, ${typed(i.value)} ${i.ordering}, align ${i.align}`;
    case "cmpxchg":
      return `cmpxchg ${typed(i.cell)}, ${typed(i.expected)}, ${typed(i.desired)} ${i.success} ${i.failure}, align ${i.align}`;
    case "fence":
      return `fence ${i.ordering}`;
    case "declareVariable":
      return `#dbg_declare(${typed(i.storage)}, ${refText(i.variable)}, !DIExpression(), ${i.dbg === null ? "!{}" : refText(i.dbg)})`;
    case "br":
      return `br label %b${i.to.id}`;
    case "condbr":
      return `br ${typed(i.test)}, label %b${i.then.id}, label %b${i.otherwise.id}${notesText(i.notes)}`;
    case "switch": {
      const type = typeText(i.subject.type);
      const cases = i.cases.map(([value, block]) => `${type} ${value}, label %b${block.id}`).join(" ");
      return `switch ${typed(i.subject)}, label %b${i.fallback.id} [ ${cases} ]`;
    }
    case "ret":
      return i.value === null ? "ret void" : `ret ${typed(i.value)}`;
    case "unreachable":
      return "unreachable";
  }
}

function line(i: Instruction): string {
  const result = i.result === null ? "" : `%r${i.result} = `;
  const dbg = i.dbg === null || i.op === "declareVariable" ? "" : `, !dbg ${refText(i.dbg)}`;
  return `  ${result}${instructionText(i)}${dbg}`;
}

/** The words before a type: linkage and where the symbol is bound. */
function bindingWords(symbol: ModuleFunction | ModuleGlobal, closed: boolean): string[] {
  if (symbol.linkage === "internal" || symbol.linkage === "private") return [];
  return [...(closed ? ["dso_local"] : []), ...(symbol.hidden ? ["hidden"] : [])];
}

function functionText(f: ModuleFunction, closed: boolean): string {
  const params = f.params
    .map((p, n) =>
      [typeText(p), ...(f.paramAttributes[n] ?? []), ...(f.blocks.length > 0 ? [`%r${n}`] : [])].join(" "),
    )
    .join(", ");
  const definition = f.blocks.length > 0;
  const head = [
    definition ? "define" : "declare",
    ...(definition && f.linkage !== "external" ? [f.linkage] : []),
    ...bindingWords(f, closed),
    ...f.resultAttributes,
    typeText(f.result),
    `${nameText(f.name)}(${params})`,
    ...f.attributes,
    ...(f.section === null ? [] : [`section ${quotedText(f.section)}`]),
    ...(f.linkage === "linkonce_odr" && definition ? ["comdat"] : []),
    ...(f.align === undefined ? [] : [`align ${f.align}`]),
    ...(f.dbg === null ? [] : [`!dbg ${refText(f.dbg)}`]),
  ].join(" ");
  if (!definition) return head;
  const body = f.blocks.map((b) => [`b${b.id}:`, ...b.instructions.map(line)].join("\n")).join("\n");
  return `${head} {\n${body}\n}`;
}

function globalText(g: ModuleGlobal, closed: boolean): string {
  const words = [
    ...(g.initial === null ? ["external"] : g.linkage === "external" ? [] : [g.linkage]),
    ...bindingWords(g, closed),
    ...(g.unnamed ? ["unnamed_addr"] : []),
    g.constant ? "constant" : "global",
    typeText(g.type),
    ...(g.initial === null ? [] : [valueText(g.initial)]),
  ].join(" ");
  const section = g.section === null ? "" : `, section ${quotedText(g.section)}`;
  const comdat = g.linkage === "linkonce_odr" ? ", comdat" : "";
  const dbg = g.dbg === null ? "" : `, !dbg ${refText(g.dbg)}`;
  return `${nameText(g.name)} = ${words}${section}${comdat}, align ${g.align}${dbg}`;
}

function fieldText(field: MetadataField): string {
  if (field === null) return "null";
  if (typeof field === "string") return `!${quotedText(field)}`;
  if ("node" in field) return refText(field);
  if ("symbol" in field) return `ptr ${nameText(field.symbol)}`;
  return `${typeText(field.type)} ${field.int}`;
}
function specialText(value: SpecialValue): string {
  if (typeof value === "string") return quotedText(value);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return `${value}`;
  return "node" in value ? refText(value) : value.keyword;
}
function nodeText(node: MetadataNode): string {
  const distinct = node.distinct ? "distinct " : "";
  if (node.kind === "tuple") return `${distinct}!{${node.fields.map(fieldText).join(", ")}}`;
  const fields = [...node.fields].map(([key, value]) => `${key}: ${specialText(value)}`).join(", ");
  return `${distinct}!${node.name}(${fields})`;
}

/** The module as text. */
export function printModule(module: Module): string {
  const out: string[] = [
    `source_filename = ${quotedText(module.source)}`,
    `target datalayout = ${quotedText(module.dataLayout)}`,
    `target triple = ${quotedText(module.triple)}`,
    "",
  ];
  for (const text of module.assembly)
    for (const l of text.split("\n")) out.push(`module asm ${quotedText(l)}`);
  for (const f of [...module.functions.values(), ...module.globals.values()]) {
    if (f.linkage === "linkonce_odr") out.push(`${comdatName(f.name)} = comdat any`);
  }
  for (const g of module.globals.values()) out.push(globalText(g, module.closed));
  out.push(...specialLists(module), "");
  for (const f of module.functions.values())
    out.push(functionText(f, module.closed && !f.name.startsWith("llvm.")), "");
  const { metadata } = module;
  for (const flag of module.flags) {
    metadata.append(
      "llvm.module.flags",
      metadata.tuple([
        { int: flag.behaviour, type: { kind: "int", bits: 32 } },
        flag.name,
        typeof flag.value === "string" ? flag.value : { int: flag.value, type: { kind: "int", bits: 32 } },
      ]),
    );
  }
  for (const [name, refs] of metadata.named) out.push(`!${name} = !{${refs.map(refText).join(", ")}}`);
  metadata.nodes.forEach((node, n) => {
    if (node !== null) out.push(`!${n} = ${nodeText(node)}`);
  });
  return `${out.join("\n")}\n`;
}
function comdatName(name: string): string {
  return `$${nameText(name).slice(1)}`;
}

/** `llvm.used` and `llvm.global_ctors`, the arrays that LLVM itself reads. */
function specialLists(module: Module): string[] {
  const out: string[] = [];
  if (module.used.size > 0) {
    const names = [...module.used].map((n) => `ptr ${nameText(n)}`).join(", ");
    out.push(
      `@llvm.compiler.used = appending global [${module.used.size} x ptr] [${names}], section "llvm.metadata"`,
    );
  }
  if (module.constructors.length > 0) {
    const entries = module.constructors
      .map((c) => `{ i32, ptr, ptr } { i32 ${c.priority}, ptr ${nameText(c.name)}, ptr null }`)
      .join(", ");
    out.push(
      `@llvm.global_ctors = appending global [${module.constructors.length} x { i32, ptr, ptr }] [${entries}]`,
    );
  }
  return out;
}
