/**
 * The greatest stack depth of entry points: the call graph with the frame sizes that code generation chose.
 *
 * A function without a frame size was put into its callers, whose frames hold it. Functions that call each other in a
 * circle are counted as if each were entered once; the circle is in the result, for nothing bounds it. A panic, which
 * ends the machine, is not followed: `@noreturn @cold`.
 */
import type { FunctionInfo } from "../frontend/tree.ts";
import type { CallGraph } from "./callgraph.ts";

/** The return address that a call pushes, on x64; on aarch64 it is within the frame. */
const RETURN_ADDRESS = 8;

export interface Depth {
  readonly entry: FunctionInfo;
  readonly bytes: number;
  /** The deepest chain, the entry first, with the bytes of each frame. */
  readonly chain: readonly { readonly at: FunctionInfo; readonly bytes: number }[];
  /** Circles on that chain. */
  readonly circles: readonly (readonly FunctionInfo[])[];
}

/** Functions that call each other, or one alone; with the deepest way down from them. */
interface Group {
  readonly members: FunctionInfo[];
  circular: boolean;
  bytes: number;
  depth: number;
  below: Group | null;
}

export class StackDepths {
  private readonly groups = new Map<FunctionInfo, Group>();
  private readonly order = new Map<FunctionInfo, number>();
  private readonly path: FunctionInfo[] = [];

  /** `frames`: bytes by linker symbol. */
  constructor(
    private readonly graph: CallGraph,
    private readonly frames: ReadonlyMap<string, number>,
  ) {}

  of(entry: FunctionInfo): Depth {
    this.visit(entry);
    const chain: { at: FunctionInfo; bytes: number }[] = [];
    const circles: (readonly FunctionInfo[])[] = [];
    const first = this.groups.get(entry)!;
    for (let group: Group | null = first; group !== null; group = group.below) {
      for (const at of group.members) chain.push({ at, bytes: this.frame(at) });
      if (group.circular) circles.push(group.members);
    }
    return { entry, bytes: first.depth, chain, circles };
  }

  private frame(f: FunctionInfo): number {
    const size = this.frames.get(f.symbol);
    return size === undefined ? 0 : size + RETURN_ADDRESS;
  }
  private targets(f: FunctionInfo): FunctionInfo[] {
    // A closure runs below whoever calls it, not below who made it.
    const calls = [...this.graph.calls(f), ...this.graph.parameters(f)];
    return calls.map((call) => call.target).filter((t) => !(t.attributes.noreturn && t.attributes.cold));
  }

  /** Tarjan's strongly connected components: returns the earliest function on the path that `f` reaches. */
  private visit(f: FunctionInfo): number {
    const index = this.order.size;
    this.order.set(f, index);
    this.path.push(f);
    let lowest = index;
    const targets = this.targets(f);
    for (const target of targets) {
      const known = this.order.get(target);
      if (known === undefined) lowest = Math.min(lowest, this.visit(target));
      else if (!this.groups.has(target)) lowest = Math.min(lowest, known);
    }
    if (lowest === index) this.close(f);
    return lowest;
  }
  private close(f: FunctionInfo): void {
    const members = this.path.splice(this.path.indexOf(f));
    const group: Group = { members, circular: members.length > 1, bytes: 0, depth: 0, below: null };
    for (const member of members) this.groups.set(member, group);
    for (const member of members) {
      group.bytes += this.frame(member);
      for (const target of this.targets(member)) {
        const below = this.groups.get(target)!;
        if (below === group) group.circular ||= target === member;
        else if (group.below === null || below.depth > group.below.depth) group.below = below;
      }
    }
    group.depth = group.bytes + (group.below?.depth ?? 0);
  }
}
