/** JSDoc tags of declarations, read once and checked: what they mean stands in docs/language.md. */
import ts from "typescript";
import type { Session } from "./session.ts";
import type { FunctionAttributes } from "./tree.ts";

export interface Tags {
  symbol: string | null;
  version: { library: string; version: string } | null;
  extern: string | null;
  naked: boolean;
  noreturn: boolean;
  inline: "always" | "never" | null;
  section: string | null;
  percpu: boolean;
  cold: boolean;
  used: boolean;
  align: number | null;
  packed: boolean;
  width: string | null;
  memory: boolean;
  nosanitize: boolean;
  depth: number | null;
  contexts: string[];
}

export const NO_TAGS: Tags = {
  symbol: null,
  version: null,
  extern: null,
  naked: false,
  noreturn: false,
  inline: null,
  section: null,
  percpu: false,
  cold: false,
  used: false,
  align: null,
  packed: false,
  width: null,
  memory: false,
  nosanitize: false,
  depth: null,
  contexts: [],
};

const STANDARD = new Set(
  (
    "param returns return see example deprecated throws template internal remarks link type typedef callback " +
    "override private protected public readonly this default since author license implements augments extends"
  ).split(" "),
);
const CONTEXTS = new Set([
  "irq",
  "nopreempt",
  "nofault",
  "nosleep",
  "sleeps",
  "faults",
  "disables",
  "enables",
  "restores",
]);
/** Tags with one word behind them, which becomes part of the context's name. */
const CHOICES: Record<string, readonly string[]> = {
  stack: ["program", "kernel"],
  touches: ["always", "tested"],
};
const ASSUMPTIONS = new Set(["nosleep", "nofault"]);

export function readTags(session: Session, node: ts.Node): Tags {
  const tags: Tags = { ...NO_TAGS, contexts: [] };
  for (const tag of ts.getJSDocTags(node)) readTag(session, tags, tag);
  return tags;
}

function readTag(session: Session, tags: Tags, tag: ts.JSDocTag): void {
  const name = tag.tagName.text;
  const words = (ts.getTextOfJSDocComment(tag.comment) ?? "").trim().split(/\s+/).filter(Boolean);
  const need = (what: string): string => {
    if (words[0]) return words[0];
    session.report(tag, "tagArgument", name, what);
    return "";
  };
  switch (name) {
    case "symbol":
      tags.symbol = need("a name");
      if (words[1] && words[2]) tags.version = { library: words[1], version: words[2] };
      return;
    case "extern":
      tags.extern = words[0] ?? "";
      return;
    case "section":
      tags.section = need("a section name");
      return;
    case "width":
      tags.width = need("an integer type");
      if (!/^[ui](8|16|32|64)$/.test(tags.width)) session.report(tag, "tagArgument", name, "an integer type");
      return;
    case "align": {
      const value = Number(need("a power of two"));
      if (!(value > 0) || (value & (value - 1)) !== 0)
        session.report(tag, "tagArgument", name, "a power of two");
      else tags.align = value;
      return;
    }
    case "depth": {
      const depth = Number(words[0]);
      if (Number.isInteger(depth) && depth > 0 && words.length > 1) tags.depth = depth;
      else
        session.report(
          tag,
          "tagArgument",
          name,
          "how often it is entered at once at most, and then the reason",
        );
      return;
    }
    case "inline":
      if (words[0] === "always" || words[0] === "never") tags.inline = words[0];
      else session.report(tag, "tagArgument", name, "`always` or `never`");
      return;
    case "assume": {
      const reason = words.findIndex((word) => !ASSUMPTIONS.has(word));
      const facts = words.slice(0, Math.max(reason, 0));
      if (facts.length === 0)
        session.report(tag, "tagArgument", name, "`nosleep` or `nofault` or both, and then the reason");
      for (const fact of facts) tags.contexts.push(`assume ${fact}`);
      return;
    }
    case "naked":
    case "noreturn":
    case "percpu":
    case "cold":
    case "used":
    case "packed":
    case "memory":
    case "nosanitize":
      tags[name] = true;
      return;
  }
  const choices = CHOICES[name];
  if (choices !== undefined) {
    if (choices.includes(words[0] ?? "")) tags.contexts.push(`${name} ${words[0]}`);
    else session.report(tag, "tagArgument", name, choices.map((choice) => `\`${choice}\``).join(" or "));
  } else if (CONTEXTS.has(name)) tags.contexts.push(name);
  else if (!STANDARD.has(name)) session.report(tag, "unknownTag", name);
}

export function functionAttributes(tags: Tags, never: boolean): FunctionAttributes {
  return {
    naked: tags.naked,
    noreturn: tags.noreturn || never,
    inline: tags.inline,
    section: tags.section,
    cold: tags.cold,
    used: tags.used || tags.symbol !== null,
    interrupt: tags.contexts.includes("irq"),
    contexts: tags.contexts,
    depth: tags.depth,
    noBuiltins: tags.memory,
    noSanitize: tags.nosanitize,
  };
}
