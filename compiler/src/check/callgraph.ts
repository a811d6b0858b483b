/**
 * The call graph of a whole program: who may call whom, and where.
 *
 * - Direct calls, constructors and disposals have one target. A virtual call has the slot's method of every class at
 *   or below the static one.
 * - A call of a FnPtr or a boxed closure has the functions that the flow of code values (codeflow.ts) brings there.
 * - A stack closure and a Text live no longer than the frame that makes them, so making one counts as calling it: what
 *   a function does includes what its closures do, whoever calls them. `parameters` tells, for a function that is
 *   looked at by itself, what its own closure parameters may be.
 * - Assembly calls the functions that its text names; a call of a function that assembly defines is one of all that
 *   the text with its label names.
 * - `new`, `boxed` and `free` call the allocator by its linker name.
 *
 * Not in the graph: the panics of run-time checks (they end the machine), and jumps through addresses that assembly
 * computes.
 */
import type {
  AsmText,
  ClassInfo,
  Expr,
  FunctionInfo,
  Initialiser,
  Program,
  SourceSpan,
  SourceUnit,
} from "../frontend/tree.ts";
import { CodeFlow, codeSignature, type FlowNode, storedCode } from "./codeflow.ts";
import { type Target, walkStmt } from "./walk.ts";

export interface Call {
  readonly target: FunctionInfo;
  readonly span: SourceSpan;
}

const NOTHING: ReadonlySet<FunctionInfo> = new Set();

export class CallGraph {
  readonly functions: readonly FunctionInfo[];
  private readonly edges = new Map<FunctionInfo, Map<FunctionInfo, SourceSpan>>();
  /** Targets by the place of the call: the span of its expression, which is an object of its own. */
  private readonly sites = new Map<SourceSpan, Set<FunctionInfo>>();
  private readonly takers = new Map<FunctionInfo, FunctionInfo[]>();
  private readonly flow = new CodeFlow();
  private readonly bySymbol = new Map<string, FunctionInfo>();
  private readonly derived = new Map<ClassInfo, ClassInfo[]>();
  /** Names of labels in assembly, and the functions that the text around them names. */
  private readonly labels = new Map<string, Call[]>();

  constructor(program: Program) {
    const all = new Set(program.files.flatMap((unit) => unit.functions));
    this.functions = [...all];
    for (const f of all) if (f.linkage !== "import") this.bySymbol.set(f.symbol, f);
    for (const info of program.classes) {
      for (let at: ClassInfo | null = info; at !== null; at = at.base) {
        const below = this.derived.get(at);
        if (below === undefined) this.derived.set(at, [info]);
        else below.push(info);
      }
    }
    for (const unit of program.files) this.unit(unit);
    for (const f of all) this.body(f);
  }

  /** The calls of `f`'s body, one for each target. */
  calls(f: FunctionInfo): Call[] {
    return [...(this.edges.get(f) ?? [])].map(([target, span]) => ({ target, span }));
  }
  /** What the expression with this span may call. */
  targetsAt(span: SourceSpan): ReadonlySet<FunctionInfo> {
    return this.sites.get(span) ?? NOTHING;
  }
  /** The functions that make the address of `f` into a value. */
  takersOf(f: FunctionInfo): readonly FunctionInfo[] {
    return this.takers.get(f) ?? [];
  }
  /** What the closures and texts may be that `f` gets as parameters or captures. */
  parameters(f: FunctionInfo): Call[] {
    const locals = [...f.params, ...f.captures.map((c) => c.inner)];
    const short = locals.filter((l) => l.type.kind === "closure" || l.type.kind === "text");
    return short.flatMap((l) => [...this.flow.node(l).functions].map((target) => ({ target, span: l.span })));
  }

  private unit(unit: SourceUnit): void {
    for (const global of unit.globals) this.flow.global(global);
    for (const asm of unit.moduleAsm) {
      const called = this.namedIn(asm).map((target) => ({ target, span: asm.span }));
      for (const [label] of textOf(asm).matchAll(/^\s*[A-Za-z_][\w.]*(?=:)/gm)) {
        this.labels.set(label.trim(), called);
      }
    }
  }

  private namedIn(asm: AsmText): FunctionInfo[] {
    const named: FunctionInfo[] = [];
    for (const piece of asm.pieces) {
      if (piece.kind === "function") named.push(piece.target);
      else if (piece.kind === "text") {
        const code = piece.text.replace(/#.*$/gm, "");
        for (const [word] of code.matchAll(/[A-Za-z_]\w*/g)) {
          const known = this.bySymbol.get(word);
          if (known?.linkage === "exported") named.push(known);
        }
      }
    }
    return named;
  }

  private edge(from: FunctionInfo, to: FunctionInfo, span: SourceSpan): void {
    if (to.linkage === "import" && !to.body) {
      const defined = this.bySymbol.get(to.symbol);
      if (defined !== undefined) {
        this.edge(from, defined, span);
        return;
      }
      for (const call of this.labels.get(to.symbol) ?? []) this.edge(from, call.target, span);
    }
    let targets = this.edges.get(from);
    if (targets === undefined) {
      targets = new Map();
      this.edges.set(from, targets);
    }
    if (!targets.has(to)) targets.set(to, span);
    const site = this.sites.get(span);
    if (site === undefined) this.sites.set(span, new Set([to]));
    else site.add(to);
  }

  private body(f: FunctionInfo): void {
    for (const capture of f.captures) {
      if (storedCode(capture.inner.type) === null) continue;
      const [outer, inner] = [this.flow.node(capture.outer), this.flow.node(capture.inner)];
      this.flow.flow(outer, inner);
      if (capture.byReference) this.flow.flow(inner, outer);
    }
    if (f.linkage === "exported" || f.attributes.used) {
      for (const p of f.params) {
        const signature = codeSignature(p.type);
        if (signature !== null) this.flow.flow(this.flow.pool(signature), this.flow.node(p));
      }
    }
    if (f.body === null) return;
    walkStmt(f.body, {
      expr: (e) => this.expr(f, e),
      initialise: (init, target) => this.initialise(f, init, target),
      result: (value) => this.assign(value, this.flow.node(f)),
    });
  }

  /** A value goes to storage; nothing to do unless it is code. */
  private assign(value: Expr, to: FlowNode): void {
    if (codeSignature(value.type) !== null) this.flow.flow(this.flow.value(value), to);
  }
  /** A value goes where the flow does not follow it. */
  private escape(value: Expr): void {
    const signature = codeSignature(value.type);
    if (signature !== null) this.flow.flow(this.flow.value(value), this.flow.pool(signature));
  }

  private initialise(f: FunctionInfo, init: Initialiser, target: Target): void {
    switch (init.kind) {
      case "value":
      case "cell":
        if (codeSignature(init.value.type) === null) return;
        this.assign(
          init.value,
          "local" in target ? this.flow.node(target.local) : this.flow.place(target.place),
        );
        return;
      case "construct": {
        const span = init.args[0]?.span ?? ("local" in target ? target.local.span : target.place.span);
        if (init.constructor !== null) this.construct(f, init.constructor, init.args, span);
        return;
      }
      default:
        return;
    }
  }
  private construct(from: FunctionInfo, to: FunctionInfo, args: readonly Expr[], span: SourceSpan): void {
    this.edge(from, to, span);
    for (const [i, arg] of args.entries()) this.argument(to, i + 1, arg);
  }
  private argument(to: FunctionInfo, position: number, arg: Expr): void {
    const param = to.params[position];
    if (param !== undefined) this.assign(arg, this.flow.node(param));
    else this.escape(arg); // a function without parameters of its own: an import
  }
  private call(from: FunctionInfo, e: Expr, to: FunctionInfo, args: readonly Expr[], first: number): void {
    this.edge(from, to, e.span);
    for (const [i, arg] of args.entries()) this.argument(to, i + first, arg);
    if (codeSignature(e.type) !== null) this.flow.flow(this.flow.node(to), this.flow.node(e));
  }
  private runtime(from: FunctionInfo, symbol: string, span: SourceSpan): void {
    const target = this.bySymbol.get(symbol);
    if (target !== undefined) this.edge(from, target, span);
  }

  private expr(f: FunctionInfo, e: Expr): void {
    switch (e.kind) {
      case "call":
        this.call(f, e, e.target, e.args, 0);
        return;
      case "virtualCall":
        for (const info of this.derived.get(e.class) ?? []) {
          const target = info.vtable[e.slot]?.target;
          if (target) this.call(f, e, target, e.args, 1);
        }
        return;
      case "indirectCall":
        this.indirect(f, e, e.callee, e.args);
        return;
      case "new":
        this.runtime(f, "__osier_new", e.span);
        if (e.constructor !== null) this.construct(f, e.constructor, e.args, e.span);
        return;
      case "boxedClosure":
        this.runtime(f, "__osier_new", e.span);
        return;
      case "closure":
      case "textTemplate":
        this.edge(f, e.target, e.span);
        return;
      case "functionRef":
        if (e.type.kind === "closure") this.edge(f, e.target, e.span);
        else this.takers.set(e.target, [...(this.takers.get(e.target) ?? []), f]);
        return;
      case "toClosure":
        this.flow.listen(this.flow.value(e.value), (target) => this.edge(f, target, e.span));
        return;
      case "asm":
        for (const target of this.namedIn(e.asm)) this.edge(f, target, e.span);
        for (const input of e.inputs) this.escape(input.value);
        return;
      case "intrinsic":
        this.intrinsic(f, e, e.name, e.args);
        return;
      case "assign":
        if (codeSignature(e.value.type) !== null) this.assign(e.value, this.flow.place(e.place));
        return;
      case "constantData":
        this.flow.constant(e.constant, e.type, null);
        return;
      case "addressOf": {
        const signature = storedCode(e.place.type);
        if (signature === null) return;
        this.flow.flow(this.flow.place(e.place), this.flow.pool(signature));
        this.flow.flow(this.flow.pool(signature), this.flow.place(e.place));
        return;
      }
      case "convert":
        if (codeSignature(e.type) === null) this.escape(e.operand);
        return;
      case "tuple":
        for (const element of e.elements) this.escape(element);
        return;
      case "atomic":
        for (const arg of e.args) this.escape(arg);
        return;
      case "mmioWrite":
        this.escape(e.value);
        return;
    }
  }

  /** Calls of closures and texts are counted where those are made. */
  private indirect(f: FunctionInfo, e: Expr, callee: Expr, args: readonly Expr[]): void {
    const counted = callee.type.kind === "closure";
    this.flow.listen(this.flow.value(callee), (target) => {
      if (!counted) this.edge(f, target, e.span);
      for (const [i, arg] of args.entries()) this.argument(target, i, arg);
      if (codeSignature(e.type) !== null) this.flow.flow(this.flow.node(target), this.flow.node(e));
    });
  }

  private intrinsic(f: FunctionInfo, e: Expr, name: string, args: readonly Expr[]): void {
    if (name === "free" || name === "freeArray") this.runtime(f, "__osier_free", e.span);
    else if (name === "newArray") this.runtime(f, "__osier_new", e.span);
    else if (name === "writeText") return;
    for (const arg of args) this.escape(arg);
  }
}

function textOf(asm: AsmText): string {
  return asm.pieces.map((piece) => (piece.kind === "text" ? piece.text : " ")).join("");
}
