/**
 * Whether interrupts are on, at each place of the functions that run on a program's stack.
 *
 * A state is a set: ON, OFF or both, where it depends. It starts as ON in what the program calls. A call of a function
 * tagged `@disables` makes it OFF, `@enables` ON; `@restores` makes it what it was at the `@disables` whose result its
 * argument is, or both where that is not seen. Other calls make it what it is at their end, found for ON and for OFF at
 * their start. Branches and loops are followed; values of conditions are not looked at. What a closure does may happen
 * at any time after it was made, with interrupts on or off.
 */
import type { Expr, FunctionInfo, Initialiser, Local, SourceSpan, Stmt } from "../frontend/tree.ts";
import type { CallGraph } from "./callgraph.ts";
import { has } from "./contexts.ts";
import { exprParts, initialiserParts, type Parts, type Target } from "./walk.ts";

export const ON = 1;
export const OFF = 2;
const BOTH = 3;

/** A call that turns interrupts off, or touches the page below. */
export interface Site {
  readonly kind: "disables" | "touches always" | "touches tested";
  readonly f: FunctionInfo;
  readonly target: FunctionInfo;
  readonly span: SourceSpan;
  /** Of interrupts, before the call. */
  state: number;
  /** Whether one may come here without having touched the page below, in this function. */
  untouched: boolean;
}

/** At a place in a function. State 0: it cannot be reached. */
interface Point {
  state: number;
  untouched: boolean;
}
const join = (a: Point, b: Point): Point => ({
  state: a.state | b.state,
  untouched: a.untouched || b.untouched,
});
const same = (a: Point, b: Point): boolean => a.state === b.state && a.untouched === b.untouched;
const NOWHERE: Point = { state: 0, untouched: false };

export class InterruptStates {
  readonly sites: readonly Site[];
  /** The states in which a function is entered, and those at its end for ON and for OFF at its start. */
  private readonly entered = new Map<FunctionInfo, number>();
  private readonly ends = new Map<FunctionInfo, [on: number, off: number]>();
  private changed = false;

  /** `functions` run on a program's stack; the program calls `entries`. */
  constructor(
    readonly graph: CallGraph,
    functions: Iterable<FunctionInfo>,
    entries: readonly FunctionInfo[],
  ) {
    const all = [...functions].filter((f) => f.body !== null && !isPrimitive(f));
    for (const f of all) this.ends.set(f, [0, 0]);
    for (const f of entries) this.entered.set(f, ON);
    do {
      this.changed = false;
      for (const f of all) {
        const state = this.entered.get(f) ?? 0;
        for (const [i, bit] of [ON, OFF].entries()) {
          if ((state & bit) === 0) continue;
          const end = new BodyState(this, f, null).run(bit);
          const ends = this.ends.get(f)!;
          if ((ends[i]! | end) === ends[i]) continue;
          ends[i]! |= end;
          this.changed = true;
        }
      }
    } while (this.changed);
    const sites = new Map<SourceSpan, Site>();
    for (const f of all) {
      const state = this.entered.get(f) ?? 0;
      if (state !== 0) new BodyState(this, f, sites).run(state);
    }
    this.sites = [...sites.values()];
  }

  /** The state after a call of `f` in `state`, which is noted as one that it is entered in. */
  after(f: FunctionInfo, state: number): number {
    if (has(f, "disables")) return OFF;
    if (has(f, "enables")) return ON;
    if (has(f, "restores")) return BOTH;
    this.enter(f, state);
    if (f.attributes.noreturn) return 0;
    const ends = this.ends.get(f);
    if (ends === undefined) return state; // an import, or a function for kernel stacks, which is refused elsewhere
    return ((state & ON) !== 0 ? ends[0] : 0) | ((state & OFF) !== 0 ? ends[1] : 0);
  }
  enter(f: FunctionInfo, state: number): void {
    const known = this.entered.get(f) ?? 0;
    if ((known | state) === known) return;
    this.entered.set(f, known | state);
    this.changed = true;
  }
}

const isPrimitive = (f: FunctionInfo): boolean =>
  f.attributes.contexts.some((tag) => ["disables", "enables", "restores"].includes(tag) || isTouch(tag));
const isTouch = (tag: string): boolean => tag.startsWith("touches ");

/** One pass through a function's body. */
class BodyState {
  private at: Point = NOWHERE;
  private end = 0;
  /** A closure changes interrupts: from where it was made on, they may be on or off everywhere. */
  private isWild = false;
  /** What interrupts were before the `@disables` whose result a local holds. */
  private readonly saved = new Map<Local, number>();
  private readonly leaving = new Map<number, { broken: Point; continued: Point; depth: number }>();
  /** Disposals that a way out runs, innermost last. */
  private readonly disposals: Expr[] = [];

  constructor(
    private readonly states: InterruptStates,
    private readonly f: FunctionInfo,
    private readonly sites: Map<SourceSpan, Site> | null,
  ) {}

  /** The state at the end. */
  run(state: number): number {
    this.at = { state, untouched: true };
    this.stmt(this.f.body!);
    const end = this.end | this.at.state;
    return this.isWild && end !== 0 ? BOTH : end;
  }

  private stmt(s: Stmt): void {
    switch (s.kind) {
      case "block":
        for (const inner of s.body) this.stmt(inner);
        return;
      case "expr":
        this.expr(s.expr);
        return;
      case "local":
        if (s.init !== null) this.initialiser(s.init, { local: s.local });
        return;
      case "if":
        this.expr(s.test);
        this.either(
          () => this.stmt(s.then),
          () => s.otherwise !== null && this.stmt(s.otherwise),
        );
        return;
      case "loop":
        this.loop(s);
        return;
      case "switch":
        this.switch(s);
        return;
      case "labeled":
        this.leavable(s.label, () => this.stmt(s.body));
        return;
      case "scope":
        this.initialiser(s.init, { local: s.local });
        this.disposals.push(s.dispose);
        this.stmt(s.body);
        this.disposals.pop();
        if (s.nullable) this.either(() => this.expr(s.dispose));
        else this.expr(s.dispose);
        return;
      case "return":
        if (s.value !== null) this.expr(s.value);
        this.dispose(0);
        this.end |= this.at.state;
        this.at = NOWHERE;
        return;
      case "break":
      case "continue": {
        const left = this.leaving.get(s.label)!;
        this.dispose(left.depth);
        if (s.kind === "break") left.broken = join(left.broken, this.at);
        else left.continued = join(left.continued, this.at);
        this.at = NOWHERE;
        return;
      }
    }
  }

  private dispose(depth: number): void {
    for (let i = this.disposals.length - 1; i >= depth; i--) this.either(() => this.expr(this.disposals[i]!));
  }
  /** One of two ways, the second of which may be nothing. */
  private either(first: () => void, second: () => void = () => undefined): void {
    const before = this.at;
    first();
    const after = this.at;
    this.at = before;
    second();
    this.at = join(after, this.at);
  }
  private leavable(label: number, body: (left: { continued: Point }) => void): void {
    const left = { broken: NOWHERE, continued: NOWHERE, depth: this.disposals.length };
    this.leaving.set(label, left);
    body(left);
    this.at = join(this.at, left.broken);
  }
  private loop(s: Extract<Stmt, { kind: "loop" }>): void {
    this.leavable(s.label, (left) => {
      for (let head = this.at; ; ) {
        this.at = head;
        let ends = NOWHERE;
        if (s.testFirst && s.test !== null) {
          this.expr(s.test);
          ends = this.at;
        }
        this.stmt(s.body);
        this.at = join(this.at, left.continued);
        if (s.step !== null) this.expr(s.step);
        if (!s.testFirst && s.test !== null) {
          this.expr(s.test);
          ends = this.at;
        }
        const again = join(head, this.at);
        if (same(again, head)) {
          this.at = ends;
          return;
        }
        head = again;
      }
    });
  }
  private switch(s: Extract<Stmt, { kind: "switch" }>): void {
    this.expr(s.subject);
    this.leavable(s.label, () => {
      let testing = this.at;
      let falling = NOWHERE;
      for (const one of s.cases) {
        this.at = testing;
        for (const test of one.tests ?? []) this.expr(test);
        testing = this.at;
        this.at = join(testing, falling);
        for (const inner of one.body) this.stmt(inner);
        falling = this.at;
      }
      const isComplete = s.cases.some((one) => one.tests === null);
      this.at = isComplete ? falling : join(falling, testing);
    });
  }

  private initialiser(init: Initialiser, target: Target): void {
    this.parts((parts) => initialiserParts(init, target, parts));
  }
  /** Goes through parts, then calls the constructors of what they initialised. */
  private parts(walk: (parts: Parts) => void): void {
    const constructed: { maker: FunctionInfo; span: SourceSpan }[] = [];
    walk({
      expr: (part) => this.expr(part),
      initialise: (init, target) => {
        if (init.kind === "value" && "local" in target) this.save(target.local, init.value);
        else if (init.kind === "construct" && init.constructor !== null)
          constructed.push({ maker: init.constructor, span: init.args[0]?.span ?? this.f.span });
      },
    });
    for (const { maker, span } of constructed) this.call([maker], span);
  }
  /** A local gets a value; one of `@disables` tells what interrupts were before. */
  private save(local: Local, value: Expr): void {
    const isSaved = value.kind === "call" && has(value.target, "disables");
    this.saved.set(local, (this.saved.get(local) ?? 0) | (isSaved ? this.at.state : BOTH));
  }

  private expr(e: Expr): void {
    if (e.kind === "logical") {
      this.expr(e.left);
      this.either(() => this.expr(e.right));
      return;
    }
    if (e.kind === "conditional") {
      this.expr(e.test);
      this.either(
        () => this.expr(e.then),
        () => this.expr(e.otherwise),
      );
      return;
    }
    if (e.kind === "assign" && e.place.kind === "localPlace") this.save(e.place.local, e.value);
    this.parts((parts) => exprParts(e, parts));
    const targets = this.states.graph.targetsAt(e.span);
    switch (e.kind) {
      case "call":
        this.call(e.target.body === null ? [...targets, e.target] : [e.target], e.span, e.args[0]);
        return;
      case "virtualCall":
      case "indirectCall":
      case "new":
      case "asm":
      case "intrinsic":
        if (targets.size > 0) this.call([...targets], e.span);
        return;
      case "closure":
      case "textTemplate":
      case "functionRef":
      case "toClosure":
      case "boxedClosure":
        for (const target of targets) this.later(target);
        return;
    }
  }

  /** What may be called at any time from here on. */
  private later(target: FunctionInfo): void {
    if (this.at.state === 0) return;
    for (const { outer, byReference } of target.captures) if (byReference) this.saved.set(outer, BOTH);
    const leavesOn = (this.states.after(target, ON) & OFF) === 0;
    const leavesOff = (this.states.after(target, OFF) & ON) === 0;
    if (!leavesOn || !leavesOff) this.isWild = true;
  }

  /** A call of one of `targets`. */
  private call(targets: readonly FunctionInfo[], span: SourceSpan, argument?: Expr): void {
    const before = this.isWild && this.at.state !== 0 ? { ...this.at, state: BOTH } : this.at;
    if (before.state === 0) return;
    let after = NOWHERE;
    for (const target of targets) {
      const tag = target.attributes.contexts.find((one) => one === "disables" || isTouch(one));
      if (tag !== undefined) this.note(tag as Site["kind"], target, span, before);
      let { state } = before;
      if (tag === undefined || tag === "disables") state = this.states.after(target, state);
      if (has(target, "restores") && argument !== undefined) state = this.savedBy(argument);
      const untouched = before.untouched && !(tag !== undefined && isTouch(tag));
      if (state !== 0) after = join(after, { state, untouched });
    }
    this.at = after;
  }
  private savedBy(argument: Expr): number {
    if (argument.kind !== "load" || argument.place.kind !== "localPlace") return BOTH;
    return this.saved.get(argument.place.local) ?? BOTH;
  }
  private note(
    kind: Site["kind"],
    target: FunctionInfo,
    span: SourceSpan,
    { state, untouched }: Point,
  ): void {
    if (this.sites === null) return;
    const known = this.sites.get(span);
    if (known === undefined) this.sites.set(span, { kind, f: this.f, target, span, state, untouched });
    else {
      known.state |= state;
      known.untouched ||= untouched;
    }
  }
}
