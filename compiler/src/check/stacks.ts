/**
 * The lazy-stack proof: where interrupts are turned off on a program's stack, the page below is there.
 *
 * The program's stack is mapped page by page as it is touched. A page fault while interrupts are off could not be
 * resolved, so a function that turns them off there touches the page below its frame first. Which functions run on a
 * program's stack follows from `@stack` on the entries, whether interrupts are on where they are turned off from
 * interruptstate.ts. docs/contexts.md states the rule.
 *
 * A program without any `@stack program` has nothing to prove.
 */
import { type Diagnostic, type DiagnosticKey, makeDiagnostic } from "../frontend/diagnostics.ts";
import type { AsmText, FunctionInfo, Program, SourceSpan } from "../frontend/tree.ts";
import { CallGraph } from "./callgraph.ts";
import { chain, has, type Step } from "./contexts.ts";
import { InterruptStates, OFF, ON, type Site } from "./interruptstate.ts";
import { walkStmt } from "./walk.ts";

const PROGRAM = "stack program";
const KERNEL = "stack kernel";
const CHANGES = ["disables", "enables", "restores"];

export function checkStacks(program: Program, graph = new CallGraph(program)): Diagnostic[] {
  const entries = graph.functions.filter((f) => has(f, PROGRAM));
  if (entries.length === 0) return [];
  return new StackProof(graph, entries).check();
}

class StackProof {
  private readonly found: Diagnostic[] = [];
  /** How each function gets to run on a program's stack, and on a kernel's: a shortest chain. */
  private readonly onProgram: Map<FunctionInfo, Step>;
  private readonly onKernel: Map<FunctionInfo, Step>;

  constructor(
    private readonly graph: CallGraph,
    private readonly entries: readonly FunctionInfo[],
  ) {
    this.onProgram = this.reach(entries);
    this.onKernel = this.reach(graph.functions.filter((f) => has(f, KERNEL)));
  }

  check(): Diagnostic[] {
    this.checkEntries();
    const states = new InterruptStates(this.graph, this.onProgram.keys(), this.entries);
    for (const [f, step] of this.onProgram) {
      if (has(f, KERNEL)) this.report("stackKind", [f.name, chain(step, "for kernel stacks")], f.span);
      this.checkAssembly(f, step);
    }
    for (const site of states.sites) {
      if (site.kind === "disables") this.checkDisabled(site);
      else this.checkTouch(site);
    }
    for (const f of this.onKernel.keys()) if (!this.onProgram.has(f)) this.checkNeedless(f);
    for (const f of this.entries)
      if ((states.after(f, ON) & OFF) !== 0) this.report("stackUnbalanced", [f.name], f.span);
    return this.found;
  }

  private report(key: DiagnosticKey, args: readonly string[], at: SourceSpan): void {
    this.found.push(makeDiagnostic(key, args, at));
  }

  /** What `entries` reach. A function for the other kind of stack is reached, but not gone through. */
  private reach(entries: readonly FunctionInfo[]): Map<FunctionInfo, Step> {
    const steps = new Map<FunctionInfo, Step>();
    const queue: Step[] = entries.map((at) => ({ at, from: null, span: at.span }));
    for (const step of queue) steps.set(step.at, step);
    for (let next = 0; next < queue.length; next++) {
      const step = queue[next]!;
      if (step.from !== null && (has(step.at, KERNEL) || has(step.at, PROGRAM))) continue;
      for (const { target, span } of this.graph.calls(step.at)) {
        if (steps.has(target)) continue;
        const reached: Step = { at: target, from: step, span };
        steps.set(target, reached);
        queue.push(reached);
      }
    }
    return steps;
  }

  /** Every function that can be entered by its symbol or its address is reached from one that says on which stack. */
  private checkEntries(): void {
    const isReached = (f: FunctionInfo): boolean => this.onProgram.has(f) || this.onKernel.has(f);
    for (const f of this.graph.functions) {
      const { noreturn, cold, noBuiltins } = f.attributes;
      // Failed run-time checks end the machine; memory functions are what the code generator calls.
      if (f.body === null || isReached(f) || (noreturn && cold) || noBuiltins) continue;
      if (f.symbol.startsWith("__osier_")) continue; // the allocator, whose calls are in the graph
      if (f.linkage === "exported" || this.graph.takersOf(f).some(isReached))
        this.report("stackUnknown", [f.name], f.span);
    }
  }

  private checkAssembly(f: FunctionInfo, step: Step): void {
    if (f.body === null || CHANGES.some((tag) => has(f, tag))) return;
    let changes = false;
    walkStmt(f.body, {
      expr: (e) => {
        if (e.kind === "asm") changes ||= changesInterrupts(e.asm);
      },
      initialise: () => undefined,
      result: () => undefined,
    });
    if (changes) this.report("stackAssembly", [f.name, chain(step, "assembly")], f.span);
  }

  private checkDisabled({ f, target, span, state, untouched }: Site): void {
    if ((state & ON) === 0 || !untouched) return;
    const step = { at: target, from: this.onProgram.get(f)!, span };
    const always = state === ON && !this.onKernel.has(f);
    const call = always ? "call touchStackBelow() before" : "call touchStackBelowIfNeeded() before";
    this.report("stackUntouched", [f.name, chain(step, "turns interrupts off"), call], span);
  }

  private checkTouch({ f, kind, span, state }: Site): void {
    const kernel = this.onKernel.get(f);
    const isTested = kind === "touches tested";
    if (state === OFF) {
      this.report("stackTouch", [f.name, "interrupts are off there already", "leave it out"], span);
    } else if (!isTested && kernel !== undefined) {
      const why = `may run on a kernel stack: ${chain(kernel, "on a kernel stack")}`;
      this.report("stackTouch", [f.name, why, "call touchStackBelowIfNeeded()"], span);
    } else if (!isTested && state !== ON) {
      this.report(
        "stackTouch",
        [f.name, "interrupts may be off there", "call touchStackBelowIfNeeded()"],
        span,
      );
    } else if (isTested && state === ON && kernel === undefined) {
      const why = "needs no test: it runs on program stacks alone, with interrupts on";
      this.report("stackTouch", [f.name, why, "call touchStackBelow()"], span);
    }
  }

  private checkNeedless(f: FunctionInfo): void {
    const touch = this.graph.calls(f).find(({ target }) => target.attributes.contexts.some(isTouch));
    if (touch === undefined || f.attributes.contexts.some(isTouch)) return;
    this.report(
      "stackTouch",
      [f.name, "runs on kernel stacks alone, which are all there", "leave it out"],
      touch.span,
    );
  }
}

const isTouch = (tag: string): boolean => tag.startsWith("touches ");

/** Instructions that change the interrupt flag (Intel SDM, volume 2). */
function changesInterrupts(asm: AsmText): boolean {
  const text = asm.pieces
    .map((piece) => (piece.kind === "text" ? piece.text.replace(/#.*$/gm, "") : " "))
    .join("");
  return /\b(cli|sti|popf[qwl]?|iretq?)\b/.test(text);
}
