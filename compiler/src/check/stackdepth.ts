/**
 * The greatest stack depth of entry points: the call graph with the frame sizes that code generation chose.
 *
 * A function without a frame size was put into its callers, whose frames hold it. A closure or text runs somewhere below
 * the call that it is given to, and lives no longer: what it needs is added to what that call needs. One that is kept in a
 * variable is added to all that the function does.
 *
 * Functions that call each other in a circle are counted as if each were entered once, unless `@depth N` on one of them
 * says that it is entered at most N times at once and no circle is left without it. A circle that nothing bounds is in
 * the result. A panic, which ends the machine, is not followed: `@noreturn @cold`.
 */
import type { Expr, FunctionInfo } from "../frontend/tree.ts";
import type { CallGraph } from "./callgraph.ts";
import { walkStmt } from "./walk.ts";

/** The return address that a call pushes, on x64; on aarch64 it is within the frame. */
const RETURN_ADDRESS = 8;

export interface Depth {
  readonly entry: FunctionInfo;
  readonly bytes: number;
  /** The deepest chain, the entry first, with the bytes of each frame. */
  readonly chain: readonly { readonly at: FunctionInfo; readonly bytes: number }[];
  /** Circles on that chain that nothing bounds. */
  readonly circles: readonly (readonly FunctionInfo[])[];
}

/** What one call needs below the caller: one of `targets`, and all of what it is given to call. */
interface Use {
  readonly targets: readonly FunctionInfo[];
  readonly given: readonly (readonly FunctionInfo[])[];
}

/** Functions that call each other, or one alone; with the deepest way down from them. */
interface Group {
  readonly members: FunctionInfo[];
  /** Members of circles that nothing bounds. */
  loose: readonly FunctionInfo[];
  circular: boolean;
  /** How often it is entered at once at most; 0: nothing bounds it. */
  rounds: number;
  bytes: number;
  depth: number;
  below: readonly Group[];
}

export class StackDepths {
  private readonly groups = new Map<FunctionInfo, Group>();
  private readonly order = new Map<FunctionInfo, number>();
  private readonly path: FunctionInfo[] = [];
  private readonly used = new Map<FunctionInfo, readonly Use[]>();

  /** `frames`: bytes by linker symbol. */
  constructor(
    private readonly graph: CallGraph,
    private readonly frames: ReadonlyMap<string, number>,
  ) {}

  of(entry: FunctionInfo): Depth {
    if (!this.groups.has(entry)) this.visit(entry);
    const chain: { at: FunctionInfo; bytes: number }[] = [];
    const circles: (readonly FunctionInfo[])[] = [];
    const first = this.groups.get(entry)!;
    const add = (group: Group): void => {
      for (const at of group.members) chain.push({ at, bytes: this.frame(at) });
      if (group.circular && group.rounds === 0) circles.push(group.loose);
      for (const below of group.below) add(below);
    };
    add(first);
    return { entry, bytes: first.depth, chain, circles };
  }

  /** Bytes of a function's own frame, with the return address; 0 where its callers hold it. */
  frame(f: FunctionInfo): number {
    const size = this.frames.get(f.symbol);
    return size === undefined ? 0 : size + RETURN_ADDRESS;
  }

  /** What `f` calls, each call with the closures and texts that are made for it. */
  private uses(f: FunctionInfo): readonly Use[] {
    let uses = this.used.get(f);
    if (uses === undefined) {
      uses = this.collect(f);
      this.used.set(f, uses);
    }
    return uses;
  }
  private collect(f: FunctionInfo): Use[] {
    const made = new Set<Expr>();
    const panics = new Set<Expr>();
    const calls: { targets: readonly FunctionInfo[]; given: Expr[] }[] = [];
    const code = (e: Expr): FunctionInfo[] => (isCode(e) ? [...this.graph.targetsAt(e.span)] : []);
    if (f.body !== null) {
      walkStmt(f.body, {
        expr: (e) => {
          if (isCode(e)) made.add(e);
          if (e.kind !== "call" && e.kind !== "virtualCall" && e.kind !== "indirectCall") return;
          const given = e.args.filter(isCode);
          // What a panic is given runs on a stack that nobody goes back to.
          if (e.kind === "call" && !isFollowed(e.target)) for (const one of given) panics.add(one);
          else if (given.length > 0)
            calls.push({
              targets: e.kind === "call" ? [e.target] : [...this.graph.targetsAt(e.span)],
              given,
            });
        },
        initialise: () => undefined,
        result: () => undefined,
      });
    }
    const inline = new Set([...panics, ...calls.flatMap((call) => call.given)]);
    const kept = [...made].filter((e) => !inline.has(e)).map(code);
    const closures = new Set([...made].flatMap(code));
    const plain = this.graph.calls(f).filter(({ target }) => !closures.has(target));
    return [
      { targets: plain.map(({ target }) => target), given: kept },
      ...calls.map(({ targets, given }) => ({ targets, given: [...given.map(code), ...kept] })),
    ].map(({ targets, given }) => ({
      targets: targets.filter(isFollowed),
      given: given.map((g) => g.filter(isFollowed)),
    }));
  }

  /** Tarjan's strongly connected components: returns the earliest function on the path that `f` reaches. */
  private visit(f: FunctionInfo): number {
    const index = this.order.size;
    this.order.set(f, index);
    this.path.push(f);
    let lowest = index;
    for (const target of this.targets(f)) {
      const known = this.order.get(target);
      if (known === undefined) lowest = Math.min(lowest, this.visit(target));
      else if (!this.groups.has(target)) lowest = Math.min(lowest, known);
    }
    if (lowest === index) this.close(f);
    return lowest;
  }
  private targets(f: FunctionInfo): Set<FunctionInfo> {
    return new Set(this.uses(f).flatMap(({ targets, given }) => [...targets, ...given.flat()]));
  }
  private close(f: FunctionInfo): void {
    const members = this.path.splice(this.path.indexOf(f));
    const group: Group = {
      members,
      loose: [],
      circular: members.length > 1,
      rounds: 1,
      bytes: 0,
      depth: 0,
      below: [],
    };
    for (const member of members) this.groups.set(member, group);
    let deepest = 0;
    for (const member of members) {
      group.bytes += this.frame(member);
      if (this.targets(member).has(member)) group.circular = true;
      for (const { targets, given } of this.uses(member)) {
        const parts = [targets, ...given]
          .map((any) => this.deepest(any, group))
          .filter((part) => part !== null);
        const depth = parts.reduce((sum, part) => sum + part.depth, 0);
        if (depth < deepest || (depth === deepest && group.below.length > 0)) continue;
        deepest = depth;
        group.below = parts;
      }
    }
    if (group.circular) this.closeCircle(group);
    // What lies below is entered from the last round only; but closures of all rounds may call one another.
    const isInside = (f: FunctionInfo): boolean => this.groups.get(f) === group;
    const passesCode = members.some((f) =>
      this.uses(f).some((use) => use.given.length > 0 && use.targets.some(isInside)),
    );
    group.depth = group.bytes + deepest * (group.circular && passesCode ? Math.max(group.rounds, 1) : 1);
  }

  /**
   * The bytes of a circle with `@depth`: a way through it without those functions, then for each time that one of them is
   * entered a way from it without them.
   */
  private closeCircle(group: Group): void {
    const bounded = group.members.filter((f) => f.attributes.depth !== null);
    const rest = new Set(group.members.filter((f) => f.attributes.depth === null));
    const known = new Map<FunctionInfo, number>();
    const below = (f: FunctionInfo): number =>
      this.frame(f) + Math.max(0, ...[...this.targets(f)].map((target) => known.get(target) ?? 0));
    for (let before = -1; before !== known.size; ) {
      before = known.size;
      for (const f of rest) {
        const open = [...this.targets(f)].some((target) => rest.has(target) && !known.has(target));
        if (!open && !known.has(f)) known.set(f, below(f));
      }
    }
    // What `@depth` leaves unbounded, without what only leads out of it.
    group.loose = [...rest].filter((f) => !known.has(f));
    group.rounds = group.loose.length > 0 ? 0 : bounded.reduce((sum, f) => sum + f.attributes.depth!, 0);
    if (group.rounds === 0) return;
    group.bytes = Math.max(0, ...known.values());
    for (const f of bounded) group.bytes += below(f) * f.attributes.depth!;
  }
  private deepest(any: readonly FunctionInfo[], but: Group): Group | null {
    let found: Group | null = null;
    for (const f of any) {
      const group = this.groups.get(f)!;
      if (group !== but && (found === null || group.depth > found.depth)) found = group;
    }
    return found;
  }
}

const isFollowed = (f: FunctionInfo): boolean => !(f.attributes.noreturn && f.attributes.cold);
/** Makes a closure or a text in the frame. */
const isCode = (e: Expr): boolean =>
  e.kind === "closure" ||
  e.kind === "textTemplate" ||
  e.kind === "toClosure" ||
  (e.kind === "functionRef" && e.type.kind === "closure");
