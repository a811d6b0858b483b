/** `npx tsx compiler/src/frontend/reference.ts`: writes the page of diagnostics, docs/diagnostics.md, from the registry. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DIAGNOSTICS } from "./diagnostics.ts";

export const referencePath = fileURLToPath(new URL("../../../docs/diagnostics.md", import.meta.url));

export function diagnosticsReference(): string {
  const cell = (text: string) => text.replace(/\|/g, "\\|").replace(/\{\d\}/g, "…");
  const entries = Object.values(DIAGNOSTICS).sort((a, b) => a.code - b.code);
  return [
    "# Diagnostics",
    "",
    "What the compiler says of a construct that TypeScript accepts and Bare TypeScript does not, with what to write",
    "instead. TypeScript's own errors keep their numbers (`TS2322`). This page is generated from",
    "`compiler/src/frontend/diagnostics.ts`; each entry has a test of that name in `diagnostics.test.ts`.",
    "",
    "| number | message | what to do |",
    "|---|---|---|",
    ...entries.map((e) => `| OS${e.code} | ${cell(e.message)} | ${cell(e.suggestion)} |`),
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(referencePath, diagnosticsReference());
