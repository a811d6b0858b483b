/** Writes the table of diagnostics into docs/language.md, between its markers: `npx tsx compiler/tests/docs/table.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DIAGNOSTICS } from "../../src/frontend/diagnostics.ts";
import { repositoryDir } from "../../src/link/places.ts";

export const languagePage = join(repositoryDir, "docs", "language.md");
const [start, end] = ["<!-- diagnostics -->\n", "<!-- /diagnostics -->"];

export function diagnosticsTable(): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replace(/\{\d\}/g, "…");
  const rows = Object.values(DIAGNOSTICS).map(
    (entry) => `| OS${entry.code} | ${cell(entry.message)} | ${cell(entry.suggestion)} |`,
  );
  return ["| number | finding | what to do |", "|---|---|---|", ...rows, ""].join("\n");
}

/** The page with the table as it must be. */
export function withTable(page: string): string {
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${languagePage} has lost its markers`);
  return page.slice(0, from + start.length) + diagnosticsTable() + page.slice(to);
}

if (process.argv[1]?.endsWith("table.ts")) {
  writeFileSync(languagePage, withTable(readFileSync(languagePage, "utf8")));
}
