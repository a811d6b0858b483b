// A small stack machine with a program in a table computes 10!.
import { check } from "../lib/check.ts";

/** @width u8 */
enum Op {
  Push,
  Multiply,
  Dup,
  Swap,
  Decrement,
  JumpIfPositive,
  Halt,
  Over,
  Rot,
}
const program: readonly i64[] = [0, 1, 0, 10, 2, 8, 1, 3, 4, 2, 5, 4, 6];

class Machine {
  private stack!: FixedArray<i64, 32>;
  private top: u64 = 0;
  steps: u32 = 0;

  private push(x: i64): void {
    this.stack[this.top++] = x;
  }
  private pop(): i64 {
    return this.stack[--this.top];
  }
  run(code: readonly i64[]): i64 {
    let pc: u64 = 0;
    while (true) {
      this.steps++;
      const op = code[pc++];
      switch (op) {
        case Op.Push:
          this.push(code[pc++]);
          break;
        case Op.Multiply: {
          const b = this.pop();
          this.push(this.pop() * b);
          break;
        }
        case Op.Dup:
          this.push(this.stack[this.top - 1]);
          break;
        case Op.Swap: {
          const b = this.pop();
          const a = this.pop();
          this.push(b);
          this.push(a);
          break;
        }
        case Op.Decrement:
          this.push(this.pop() - 1);
          break;
        case Op.JumpIfPositive: {
          const target = u64(code[pc++]);
          if (this.stack[this.top - 1] > 0) pc = target;
          this.pop();
          break;
        }
        case Op.Rot: {
          // a b c -> b c a
          const c = this.pop();
          const b = this.pop();
          const a = this.pop();
          this.push(b);
          this.push(c);
          this.push(a);
          break;
        }
        case Op.Halt:
          this.pop();
          return this.pop();
        default:
          return -1;
      }
    }
  }
}
export function main(): i32 {
  const m = new Machine();
  check(m.run(program) === 3628800, "10!");
  check(m.steps === 73, "steps");
  free(m);
  return 0;
}
