/** What differs between the two sides of a sequence: its first call that does, and the kind of the difference. */
import { callsOf, inMachine, onHost } from "./sides.ts";

export interface Difference {
  sequence: number;
  /** The call and both outcomes, without arguments. */
  kind: string;
  here: string;
  there: string;
}

/** What a call ended with: an error's name, or "a result". */
function outcomeOf(line: string): string {
  const text = line.replace(/.*\) = /, "");
  return text.startsWith("-") || text.startsWith("(") ? text : "a result";
}
function differenceOf(sequence: number, here: readonly string[], there: readonly string[]): Difference {
  const longest = here.length > there.length ? here : there;
  const at = longest.findIndex((_, i) => here[i] !== there[i]);
  if (at < 0) return { sequence, kind: "not when run by itself", here: "the same", there: "the same" };
  const mine = here[at] ?? "(no more)";
  const other = there[at] ?? "(no more)";
  const name = /^ *\d+ (\w+)/.exec(mine)?.[1] ?? "?";
  const [expected, got] = [outcomeOf(mine), outcomeOf(other)];
  const kind = `${name}: ${expected}, here ${got === expected ? "another one" : got}`;
  return { sequence, kind, here: mine, there: other };
}

/** The first call that differs of each sequence, made again without the sequences before it. */
export async function explain(program: string, sequences: readonly number[]): Promise<Difference[]> {
  const [here, there] = await Promise.all(
    [onHost, inMachine].map((side) => callsOf(side, program, sequences)),
  );
  return sequences.map((n) => differenceOf(n, here?.get(n) ?? [], there?.get(n) ?? []));
}

/** Differences by kind, the most frequent first. */
export function inKinds(differences: readonly Difference[]): [string, [Difference, ...Difference[]]][] {
  const kinds = new Map<string, [Difference, ...Difference[]]>();
  for (const difference of differences) {
    const same = kinds.get(difference.kind);
    if (same === undefined) kinds.set(difference.kind, [difference]);
    else same.push(difference);
  }
  return [...kinds].sort(([, a], [, b]) => b.length - a.length);
}
