/**
 * The typed tree's own rules, checked on a finished program: what tree.ts promises to lowering. A problem found here
 * is a defect of the front end, never of the source. Tests run it over every program; it is not part of a build.
 */
import type {
  Expr,
  FunctionInfo,
  Initialiser,
  Local,
  Place,
  Program,
  SourceSpan,
  Stmt,
  Type,
} from "../frontend/tree.ts";
import { containsUntyped, isInline, sameType, typeName } from "../frontend/typetools.ts";

export function verifyProgram(program: Program): string[] {
  const problems: string[] = [];
  for (const unit of program.files) {
    for (const global of unit.globals) {
      if (containsUntyped(global.type)) problems.push(`${unit.path}: global ${global.name} has no width`);
    }
    for (const info of unit.functions) new BodyVerifier(info, problems).run();
  }
  return problems;
}

class BodyVerifier {
  private readonly locals = new Set<Local>();
  private readonly labels: number[] = [];

  constructor(
    private readonly info: FunctionInfo,
    private readonly problems: string[],
  ) {}

  run(): void {
    const { info } = this;
    for (const local of info.params) this.locals.add(local);
    for (const capture of info.captures) this.locals.add(capture.inner);
    info.params.forEach((p, i) => {
      this.require(
        sameType(p.type, info.signature.params[i]!),
        info.span,
        `parameter ${p.name} differs from its signature`,
      );
    });
    if (info.body) this.stmt(info.body);
  }

  private require(holds: boolean, span: SourceSpan, what: string): void {
    if (!holds)
      this.problems.push(`${span.file}:${span.line}:${span.column} in ${this.info.symbol}: ${what}`);
  }
  private same(a: Type, b: Type, span: SourceSpan, what: string): void {
    const fits = a.kind === "never" || sameType(a, b);
    this.require(fits, span, `${what}: ${typeName(a)} where ${typeName(b)} must be`);
  }
  private condition(e: Expr): void {
    this.expr(e);
    this.require(
      e.type.kind === "bool" || e.type.kind === "never",
      e.span,
      `condition of type ${typeName(e.type)}`,
    );
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
        if (s.init) this.initialiser(s.init, s.local.type, s.span);
        this.locals.add(s.local);
        return;
      case "if":
        this.condition(s.test);
        this.stmt(s.then);
        if (s.otherwise) this.stmt(s.otherwise);
        return;
      case "loop":
        if (s.test && s.testFirst) this.condition(s.test);
        this.within(s.label, () => this.stmt(s.body));
        if (s.test && !s.testFirst) this.condition(s.test);
        if (s.step) this.expr(s.step);
        return;
      case "switch":
        this.expr(s.subject);
        this.within(s.label, () => {
          for (const c of s.cases) {
            for (const test of c.tests ?? []) {
              this.expr(test);
              this.same(test.type, s.subject.type, test.span, "case");
            }
            for (const inner of c.body) this.stmt(inner);
          }
        });
        return;
      case "labeled":
        this.within(s.label, () => this.stmt(s.body));
        return;
      case "break":
      case "continue":
        this.require(this.labels.includes(s.label), s.span, `${s.kind} to a label that is not around it`);
        return;
      case "return":
        if (s.value) {
          this.expr(s.value);
          this.same(s.value.type, this.info.signature.result, s.span, "result");
        } else
          this.require(
            ["void", "never"].includes(this.info.signature.result.kind),
            s.span,
            "return without a value",
          );
        return;
      case "scope":
        this.initialiser(s.init, s.local.type, s.span);
        this.locals.add(s.local);
        this.expr(s.dispose);
        this.stmt(s.body);
    }
  }
  private within(label: number, work: () => void): void {
    this.labels.push(label);
    work();
    this.labels.pop();
  }

  private initialiser(init: Initialiser, type: Type, span: SourceSpan): void {
    switch (init.kind) {
      case "value":
        this.expr(init.value);
        this.same(init.value.type, type, span, "initial value");
        return;
      case "construct":
        this.require(
          type.kind === "embed" && type.of === init.class,
          span,
          `construction of ${init.class.name} in ${typeName(type)}`,
        );
        this.arguments(init.args, init.constructor?.signature.params.slice(1) ?? [], span);
        return;
      case "elements":
        for (const element of init.elements)
          if (type.kind === "array") this.initialiser(element, type.of, span);
        return;
      case "cell":
        this.expr(init.value);
        if (type.kind === "atomic" || type.kind === "mmio") this.same(init.value.type, type.of, span, "cell");
        else this.require(false, span, `cell initialiser of ${typeName(type)}`);
    }
  }

  private arguments(args: readonly Expr[], params: readonly Type[], span: SourceSpan): void {
    this.require(
      args.length === params.length,
      span,
      `${args.length} arguments for ${params.length} parameters`,
    );
    args.forEach((arg, i) => {
      this.expr(arg);
      const param = params[i];
      if (param) this.same(arg.type, param, arg.span, `argument ${i + 1}`);
    });
  }

  private place(p: Place): void {
    this.require(!containsUntyped(p.type), p.span, "a place without a width");
    switch (p.kind) {
      case "localPlace":
        this.require(this.locals.has(p.local), p.span, `local ${p.local.name} is not of this function`);
        return;
      case "fieldPlace":
        this.expr(p.object);
        this.require(p.object.type.kind === "class", p.span, `field of ${typeName(p.object.type)}`);
        return;
      case "pointerPlace":
        this.expr(p.pointer);
        this.index(p.index);
        this.require(
          p.pointer.type.kind === "ptr" && sameType(p.pointer.type.to, p.type),
          p.span,
          "element type of a pointer",
        );
        return;
      case "slicePlace":
        this.expr(p.slice);
        this.index(p.index);
        return;
      case "arrayPlace":
        this.place(p.array);
        this.index(p.index);
        this.require(
          p.array.type.kind === "array" && sameType(p.array.type.of, p.type),
          p.span,
          "element type of an array",
        );
    }
  }
  private index(e: Expr): void {
    this.expr(e);
    this.require(e.type.kind === "int" && e.type.width === 64, e.span, `index of type ${typeName(e.type)}`);
  }

  private expr(e: Expr): void {
    this.require(!containsUntyped(e.type), e.span, `${e.kind} without a width`);
    switch (e.kind) {
      case "int": {
        const t = e.type;
        const fits =
          t.kind === "int" &&
          e.value === (t.signed ? BigInt.asIntN(t.width, e.value) : BigInt.asUintN(t.width, e.value));
        this.require(fits, e.span, `${e.value} as ${typeName(t)}`);
        return;
      }
      case "load":
        this.require(!isInline(e.type), e.span, `value of ${typeName(e.type)}`);
        this.place(e.place);
        return;
      case "addressOf":
        this.place(e.place);
        return;
      case "toClosure":
        this.expr(e.value);
        return;
      case "unary":
      case "convert":
        this.expr(e.operand);
        return;
      case "binary":
      case "compare":
        this.expr(e.left);
        this.expr(e.right);
        this.same(e.right.type, e.left.type, e.span, `operands of ${e.op}`);
        if (e.kind === "binary") this.same(e.left.type, e.type, e.span, `result of ${e.op}`);
        return;
      case "logical":
        this.condition(e.left);
        this.condition(e.right);
        return;
      case "conditional":
        this.condition(e.test);
        this.expr(e.then);
        this.expr(e.otherwise);
        this.same(e.then.type, e.type, e.span, "branch");
        this.same(e.otherwise.type, e.type, e.span, "branch");
        return;
      case "assign":
        this.place(e.place);
        this.expr(e.value);
        this.same(e.value.type, e.place.type, e.span, "assigned value");
        return;
      case "construct":
        this.place(e.place);
        this.initialiser(e.init, e.place.type, e.span);
        return;
      case "compoundAssign":
        this.place(e.place);
        this.expr(e.value);
        this.same(e.value.type, e.place.type, e.span, `operand of ${e.op}`);
        return;
      case "increment":
        this.place(e.place);
        return;
      case "call":
        this.arguments(e.args, e.target.signature.params, e.span);
        return;
      case "virtualCall": {
        this.expr(e.object);
        const slot = e.class.vtable[e.slot];
        this.require(slot !== undefined, e.span, `no slot ${e.slot} in ${e.class.name}`);
        if (slot) this.arguments(e.args, slot.signature.params, e.span);
        return;
      }
      case "indirectCall": {
        this.expr(e.callee);
        const type = e.callee.type;
        if (type.kind === "fn" || type.kind === "closure" || type.kind === "boxed") {
          this.arguments(e.args, type.signature.params, e.span);
        } else this.require(false, e.span, `call of ${typeName(type)}`);
        return;
      }
      case "new":
        this.arguments(e.args, e.constructor?.signature.params.slice(1) ?? [], e.span);
        return;
      case "tuple":
        for (const [i, element] of e.elements.entries()) {
          this.expr(element);
          const wanted = e.type.kind === "tuple" ? e.type.elements[i] : undefined;
          if (wanted) this.same(element.type, wanted, element.span, `element ${i}`);
        }
        return;
      case "element":
        this.expr(e.tuple);
        this.require(
          e.tuple.type.kind === "tuple" && e.index < e.tuple.type.elements.length,
          e.span,
          "element of a tuple",
        );
        return;
      case "sliceFrom":
        this.expr(e.pointer);
        this.index(e.length);
        return;
      case "let":
        this.expr(e.init);
        this.locals.add(e.local);
        this.expr(e.body);
        this.same(e.body.type, e.type, e.span, "let");
        return;
      case "sequence":
        for (const effect of e.effects) this.expr(effect);
        this.expr(e.value);
        return;
      case "closure":
      case "boxedClosure":
      case "textTemplate":
        for (const { outer } of e.target.captures) {
          this.require(this.locals.has(outer), e.span, `captured ${outer.name} is not of this function`);
        }
        return;
      case "atomic":
        this.place(e.cell);
        for (const arg of e.args) {
          this.expr(arg);
          if (e.cell.type.kind === "atomic") this.same(arg.type, e.cell.type.of, arg.span, e.op);
        }
        return;
      case "mmioRead":
        this.place(e.cell);
        return;
      case "mmioWrite":
        this.place(e.cell);
        this.expr(e.value);
        return;
      case "asm":
        for (const input of e.inputs) this.expr(input.value);
        return;
      case "intrinsic":
        for (const arg of e.args) this.expr(arg);
    }
  }
}
