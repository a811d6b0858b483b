/** `npx tsx compiler/src/frontend/dump.ts FILE...`: prints the typed tree as indented text, for debugging. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { formatDiagnostic, loadProgram } from "./index.ts";
import type { Type } from "./tree.ts";
import { typeName } from "./typetools.ts";

const NAMED: Readonly<Record<string, (value: { symbol?: string; name?: string; id?: number }) => string>> = {
  target: (v) => `@${v.symbol}`,
  class: (v) => `class ${v.symbol}`,
  ["constructor"]: (v: { symbol?: string }) => `@${v.symbol}`,
  global: (v) => `@${v.symbol}`,
  local: (v) => `%${v.id} ${v.name}`,
  field: (v) => `.${v.name}`,
  outer: (v) => `%${v.id} ${v.name}`,
  inner: (v) => `%${v.id} ${v.name}`,
};

function show(value: unknown, key: string, depth: number): string {
  const pad = "  ".repeat(depth);
  if (value instanceof Uint8Array) return JSON.stringify(new TextDecoder().decode(value));
  if (typeof value === "bigint") return `${value}`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "none";
  const name = Object.hasOwn(NAMED, key) ? NAMED[key] : undefined;
  if (name) return name(value);
  if (key === "type" || key === "result" || key === "of" || key === "to") return typeName(value as Type);
  if (Array.isArray(value)) {
    if (key === "params" || key === "types" || key === "fields")
      return `[${value.map((v) => v.name ?? typeName(v)).join(", ")}]`;
    return value.map((v) => `\n${pad}- ${show(v, "", depth + 1)}`).join("");
  }
  const entries = Object.entries(value).filter(
    ([k, v]) => !["kind", "span", "endSpan", "signature"].includes(k) && v !== null,
  );
  const kind = "kind" in value ? String(value.kind) : "";
  const scalar = (v: unknown) => v === null || typeof v !== "object" || v instanceof Uint8Array;
  const inline = entries.filter(([k, v]) => scalar(v) || k === "type" || Object.hasOwn(NAMED, k));
  const nested = entries.filter((e) => !inline.includes(e));
  const head = `${kind} ${inline.map(([k, v]) => `${k}=${show(v, k, depth)}`).join(" ")}`;
  return head + nested.map(([k, v]) => `\n${pad}${k}: ${show(v, k, depth + 1)}`).join("");
}

const files = process.argv.slice(2).map((f) => path.resolve(f));
const kernel = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../kernel");
const inKernel = files.every((f) => f.startsWith(`${kernel}/`));
const { program, diagnostics } = loadProgram({
  roots: files,
  sourceRoot: inKernel ? kernel : path.dirname(files[0] ?? "."),
  extraRoots: inKernel ? [] : [{ prefix: "kernel", dir: kernel }],
  target: { arch: "x64", host: !inKernel, debug: false },
  prelude: `${kernel}/lib/prelude.d.ts`,
});
for (const d of diagnostics) console.error(formatDiagnostic(d));
for (const unit of program?.files ?? []) {
  console.log(`== ${unit.path} (priority ${unit.initialiserPriority})`);
  for (const c of unit.classes) {
    console.log(`class ${c.symbol}: ${c.fields.map((f) => `${f.name}: ${typeName(f.type)}`).join("; ")}`);
    for (const s of c.vtable) console.log(`  slot ${s.method} -> ${s.target?.symbol ?? "abstract"}`);
  }
  for (const g of unit.globals) console.log(`global ${show(g, "", 1)}`);
  for (const f of unit.functions) console.log(`${f.linkage} ${f.symbol} ${show(f, "", 1)}\n`);
}
process.exitCode = program ? 0 : 1;
