/** Atomic cells and device registers. */
import type { AtomicOp, Expr, MemoryOrder, Place } from "../frontend/tree.ts";
import type { Ordering, RmwOp } from "../llvm/instructions.ts";
import { NOTHING, type Value } from "../llvm/values.ts";
import type { FunctionLowering } from "./function.ts";
import { alignOf } from "./layout.ts";
import { fromMemory, inMemory, memoryType, placeAddress } from "./places.ts";

const ORDERINGS: Record<MemoryOrder, Ordering> = {
  relaxed: "monotonic",
  acquire: "acquire",
  release: "release",
  acq_rel: "acq_rel",
  seq_cst: "seq_cst",
};
/** A load cannot release and a store cannot acquire: the half that applies is kept. */
const LOADS: Record<MemoryOrder, Ordering> = { ...ORDERINGS, release: "monotonic", acq_rel: "acquire" };
const STORES: Record<MemoryOrder, Ordering> = { ...ORDERINGS, acquire: "monotonic", acq_rel: "release" };

export function orderingOf(order: MemoryOrder): Ordering {
  return ORDERINGS[order];
}

export function lowerAtomic(
  f: FunctionLowering,
  op: AtomicOp,
  cell: Place,
  argExprs: readonly Expr[],
  order: MemoryOrder,
): Value {
  const type = cell.type.kind === "atomic" ? cell.type.of : cell.type;
  const { pointer } = placeAddress(f, cell);
  const align = alignOf(type);
  const args = argExprs.map((a) => inMemory(f, type, f.expr(a)));
  const b = f.builder;
  switch (op) {
    case "load":
      return fromMemory(f, type, b.loadAtomic(memoryType(type), pointer, align, LOADS[order]));
    case "store":
      b.storeAtomic(args[0]!, pointer, align, STORES[order]);
      return NOTHING;
    case "compareExchange": {
      const result = b.cmpxchg(pointer, args[0]!, args[1]!, ORDERINGS[order], LOADS[order], align);
      return b.extract(result, 1);
    }
    default: {
      const operator: RmwOp = op === "exchange" ? "xchg" : op;
      return fromMemory(f, type, b.rmw(operator, pointer, args[0]!, ORDERINGS[order], align));
    }
  }
}

export function lowerMmioRead(f: FunctionLowering, cell: Place): Value {
  const type = cell.type.kind === "mmio" ? cell.type.of : cell.type;
  const { pointer } = placeAddress(f, cell);
  return fromMemory(f, type, f.builder.loadVolatile(memoryType(type), pointer, alignOf(type)));
}
export function lowerMmioWrite(f: FunctionLowering, cell: Place, value: Expr): void {
  const type = cell.type.kind === "mmio" ? cell.type.of : cell.type;
  const { pointer } = placeAddress(f, cell);
  f.builder.storeVolatile(inMemory(f, type, f.expr(value)), pointer, alignOf(type));
}
