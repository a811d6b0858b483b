/**
 * The context proof: what runs in a restricted context must not reach what sleeps or touches program memory.
 *
 * A tag on a function is a promise (@irq, @nopreempt, @nosleep, @nofault), a fact (@sleeps, @faults), or an assumption
 * (@assume nosleep|nofault). For each promise the call graph is searched breadth first, so that the chain that is
 * shown is a shortest one. The search does not enter a function with a promise of its own that forbids the same:
 * that one is searched by itself. docs/contexts.md states the rules and their limits.
 */
import { type Diagnostic, type DiagnosticKey, makeDiagnostic } from "../frontend/diagnostics.ts";
import type { FunctionInfo, Program, SourceSpan } from "../frontend/tree.ts";
import { type Call, CallGraph } from "./callgraph.ts";

interface Fact {
  /** The tag of functions that do it. */
  readonly seed: string;
  /** The promises that forbid it. */
  readonly forbiddenIn: readonly string[];
  readonly assumption: string;
  readonly verb: string;
  readonly diagnostic: DiagnosticKey;
}
const FACTS: readonly Fact[] = [
  {
    seed: "sleeps",
    forbiddenIn: ["irq", "nosleep", "nopreempt"],
    assumption: "assume nosleep",
    verb: "sleeps",
    diagnostic: "contextSleeps",
  },
  {
    seed: "faults",
    forbiddenIn: ["irq", "nopreempt", "nofault"],
    assumption: "assume nofault",
    verb: "faults",
    diagnostic: "contextFaults",
  },
];

/** A function on the way from a root, and the call that led to it. */
export interface Step {
  readonly at: FunctionInfo;
  readonly from: Step | null;
  readonly span: SourceSpan;
}

export function checkContexts(program: Program, graph = new CallGraph(program)): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const fact of FACTS) {
    for (const f of graph.functions) {
      const promise = f.attributes.contexts.find((tag) => fact.forbiddenIn.includes(tag));
      if (promise === undefined) continue;
      const step = search(graph, f, fact);
      if (step === null) continue;
      found.push(makeDiagnostic(fact.diagnostic, [f.name, promise, chain(step, fact.verb)], f.span));
    }
  }
  return found;
}

function search(graph: CallGraph, root: FunctionInfo, fact: Fact): Step | null {
  const seen = new Set([root]);
  const queue: Step[] = [{ at: root, from: null, span: root.span }];
  if (has(root, fact.seed)) return queue[0]!;
  for (let next = 0; next < queue.length; next++) {
    const step = queue[next]!;
    const calls: readonly Call[] =
      step.at === root ? [...graph.calls(root), ...graph.parameters(root)] : graph.calls(step.at);
    for (const { target, span } of calls) {
      if (seen.has(target)) continue;
      seen.add(target);
      if (has(target, fact.assumption)) continue;
      const reached: Step = { at: target, from: step, span };
      if (has(target, fact.seed)) return reached;
      if (!fact.forbiddenIn.some((promise) => has(target, promise))) queue.push(reached);
    }
  }
  return null;
}

export const has = (f: FunctionInfo, tag: string): boolean => f.attributes.contexts.includes(tag);

/** `a -> b (file:line of the call) -> c (file:line; sleeps)`. */
export function chain(last: Step, verb: string): string {
  const parts: string[] = [];
  for (let step: Step | null = last; step !== null; step = step.from) {
    const notes = [
      ...(step.from === null ? [] : [`${step.span.file}:${step.span.line}`]),
      ...(step === last ? [verb] : []),
    ];
    parts.unshift(notes.length === 0 ? step.at.name : `${step.at.name} (${notes.join("; ")})`);
  }
  return parts.join(" -> ");
}
