/**
 * UndefinedBehaviorSanitizer's checks (compiler-rt, lib/ubsan/ubsan_handlers.h), in host builds that ask for it.
 *
 * What is undefined in Bare TypeScript: an access through a null or misaligned pointer, and reaching `unreachable()`.
 * The handlers print the place and end the program.
 */
import type { SourceSpan } from "../frontend/tree.ts";
import { I8, I32, I64, type LType, PTR, VOID } from "../llvm/types.ts";
import { constInt, type Value } from "../llvm/values.ts";
import type { FunctionLowering } from "./function.ts";

const I16: LType = { kind: "int", bits: 16 };

/** The handlers' TypeCheckKind: what is done through the pointer. */
export type PointerUse = "access" | "member";
const kinds: Record<PointerUse, number> = { access: 0, member: 3 };

function wanted(f: FunctionLowering): boolean {
  return f.unit.options.sanitize.includes("undefined") && !f.info.attributes.noSanitize;
}

function struct(elements: readonly Value[]): Value {
  const type: LType = { kind: "struct", elements: elements.map((e) => e.type), packed: false };
  return { kind: "aggregate", type, elements };
}

/** SourceLocation: file name, line, column. */
function location(f: FunctionLowering, span: SourceSpan): Value {
  const [file] = f.sourceFile(span.file);
  return struct([file, constInt(I32, span.line), constInt(I32, span.column)]);
}

/** Ends the program unless `pointer` is neither null nor misaligned. */
export function checkPointer(
  f: FunctionLowering,
  pointer: Value,
  align: number,
  use: PointerUse,
  typeName: string,
  span: SourceSpan,
): void {
  if (!wanted(f)) return;
  const b = f.builder;
  const address = b.cast("ptrtoint", pointer, I64);
  let bad = b.icmp("eq", address, constInt(I64, 0));
  if (align > 1) {
    const rest = b.binary("and", address, constInt(I64, align - 1));
    bad = b.binary("or", bad, b.icmp("ne", rest, constInt(I64, 0)));
  }
  const [fail, onward] = [b.block(), b.block()];
  f.branchUnlikely(bad, fail, onward);
  b.place(fail);
  const name = new TextEncoder().encode(`'${typeName}'\0`);
  const bytes: Value = {
    kind: "bytes",
    type: { kind: "array", of: I8, length: name.length },
    bytes: name,
  };
  const type = f.unit.data(struct([constInt(I16, 0xffff), constInt(I16, 0), bytes]), 2);
  const data = [location(f, span), type, constInt(I8, Math.log2(align)), constInt(I8, kinds[use])];
  fault(f, "__ubsan_handle_type_mismatch_v1_abort", [f.unit.data(struct(data), 8, true), address], onward);
}

/** Ends the program at a place that was promised not to be reached. */
export function checkUnreachable(f: FunctionLowering, span: SourceSpan): void {
  if (!wanted(f)) return;
  const data = f.unit.data(struct([location(f, span)]), 8, true);
  f.builder.call(handler(f, "__ubsan_handle_builtin_unreachable", 1), VOID, [data]);
}

function handler(f: FunctionLowering, name: string, args: number): Value {
  return f.unit.symbol(name, VOID, args === 1 ? [PTR] : [PTR, I64], ["noreturn", "nounwind"]);
}

function fault(
  f: FunctionLowering,
  name: string,
  args: readonly Value[],
  onward: ReturnType<FunctionLowering["builder"]["block"]>,
): void {
  f.builder.call(handler(f, name, args.length), VOID, args);
  f.builder.unreachable();
  f.builder.place(onward);
}
