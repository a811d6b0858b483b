/** Function definitions: prologue, body, attributes. */
import type { FunctionInfo } from "../frontend/tree.ts";
import type { Value } from "../llvm/values.ts";
import { bindCaptures } from "./closures.ts";
import { lowerExpr } from "./expressions.ts";
import { FunctionLowering } from "./function.ts";
import { alignOf } from "./layout.ts";
import { storeTo } from "./places.ts";
import { lowerStmt } from "./statements.ts";
import { isVoid, signatureOf } from "./types.ts";
import type { Unit } from "./unit.ts";

/** The heap's entry points are never inlined: the optimiser must not see one object's memory become another's. */
const OPAQUE = new Set(["__osier_new", "__osier_free"]);

/** The vDSO's functions: each a few instructions that programs call very often. */
function runsOnProgramStack(f: FunctionInfo): boolean {
  return f.attributes.contexts.includes("stack program");
}
/** So that such a function lies in one page: an emulator takes a detour where code goes on in the next. */
const WITHIN_PAGE = 256;

function attributesOf(unit: Unit, f: FunctionInfo, holdsArray: boolean): string[] {
  const a = f.attributes;
  // The chain of frames there is the program's affair.
  const frameless = runsOnProgramStack(f);
  const out = unit.target.functionAttributes
    .filter((x) => !(a.noSanitize && x.startsWith("sanitize")))
    .map((x) => (frameless && x.startsWith('"frame-pointer"') ? '"frame-pointer"="none"' : x));
  if (holdsArray && !unit.target.host) out.push("sspreq");
  if (a.naked) out.push("naked", "noinline");
  else if (a.inline === "always") out.push("alwaysinline");
  else if (a.inline === "never" || OPAQUE.has(f.symbol)) out.push("noinline");
  else if (a.inline === "hint") out.push("inlinehint");
  if (a.noreturn || f.signature.result.kind === "never") out.push("noreturn");
  if (a.cold) out.push("cold");
  if (a.noBuiltins) out.push('"no-builtins"');
  return out;
}

export function defineFunction(unit: Unit, info: FunctionInfo): void {
  if (info.body === null) return;
  const s = signatureOf(info);
  const subprogram = unit.debug.subprogram(info, !unit.options.debug);
  const f = new FunctionLowering(unit, info, s.params.length, subprogram, lowerExpr);
  if (!info.attributes.naked) {
    info.params.forEach((local, i) => {
      const incoming: Value = { kind: "register", type: s.params[i]!, id: i };
      storeTo(f, local.type, incoming, { pointer: f.allocate(local), align: alignOf(local.type) });
    });
    if (info.hasEnvironment) {
      const id = s.params.length - 1;
      bindCaptures(f, { kind: "register", type: s.params[id]!, id });
    }
  }
  lowerStmt(f, info.body);
  f.at(info.endSpan);
  if (!f.builder.isTerminated) {
    if (isVoid(info.signature.result) && info.signature.result.kind !== "never" && !info.attributes.naked)
      f.builder.ret(null);
    else f.builder.unreachable();
  }
  const exported = info.linkage === "exported";
  if (exported || info.attributes.used) unit.module.used.add(info.symbol);
  unit.module.addFunction({
    name: info.symbol,
    result: s.result,
    params: s.params,
    resultAttributes: s.resultAttributes,
    paramAttributes: s.paramAttributes,
    linkage:
      info.linkage === "internal" ? "internal" : info.linkage === "linkonce" ? "linkonce_odr" : "external",
    hidden: !exported,
    attributes: attributesOf(unit, info, f.holdsArray),
    section: info.attributes.section,
    ...(runsOnProgramStack(info) && !unit.target.host ? { align: WITHIN_PAGE } : {}),
    dbg: subprogram,
    blocks: f.builder.finish(),
  });
}
