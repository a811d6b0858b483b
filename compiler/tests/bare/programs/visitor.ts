// An expression tree of virtual nodes, evaluated and printed.

import type { Writer } from "../../../../kernel/lib/writer.ts";

import { BufferWriter } from "../lib/buffer.ts";
import { check, hide } from "../lib/check.ts";

abstract class Expr {
  abstract evaluate(): i64;
  abstract print(w: Writer): void;
}
class Literal extends Expr {
  constructor(private readonly value: i64) {
    super();
  }
  override evaluate(): i64 {
    return this.value;
  }
  override print(w: Writer): void {
    writeText(`${this.value}`, w);
  }
}
abstract class Binary extends Expr {
  constructor(
    protected readonly left: Expr,
    protected readonly right: Expr,
  ) {
    super();
  }
  abstract sign(): string;
  abstract combine(a: i64, b: i64): i64;
  override evaluate(): i64 {
    return this.combine(this.left.evaluate(), this.right.evaluate());
  }
  override print(w: Writer): void {
    w.string("(");
    this.left.print(w);
    writeText(` ${this.sign()} `, w);
    this.right.print(w);
    w.string(")");
  }
}
class Sum extends Binary {
  override sign(): string {
    return "+";
  }
  override combine(a: i64, b: i64): i64 {
    return a + b;
  }
}
class Product extends Binary {
  override sign(): string {
    return "*";
  }
  override combine(a: i64, b: i64): i64 {
    return a * b;
  }
}
export function main(): i32 {
  const e: Expr = new Product(new Sum(new Literal(2), new Literal(hide<i64>(-5))), new Literal(14));
  check(e.evaluate() === -42, "value");
  const w: Embed<BufferWriter> = new BufferWriter();
  e.print(w);
  check(w.written() === "((2 + -5) * 14)", "text");
  return 0;
}
