// A generic class with virtual methods, derived from for one type.
import { check } from "../lib/check.ts";

abstract class Source<T> {
  abstract next(): T;
  take(n: u32, f: (x: T) => void): void {
    for (let i: u32 = 0; i < n; i++) f(this.next());
  }
}
class Squares extends Source<u64> {
  private n: u64 = 0;
  override next(): u64 {
    this.n++;
    return this.n * this.n;
  }
}
class Flip extends Source<boolean> {
  private state: boolean = false;
  override next(): boolean {
    this.state = !this.state;
    return this.state;
  }
}
export function main(): i32 {
  const squares = new Squares();
  let sum: u64 = 0;
  squares.take(4, (x: u64): void => {
    sum += x;
  });
  check(sum === 30, "squares");
  const flip = new Flip();
  let trues: u32 = 0;
  flip.take(5, (x: boolean): void => {
    if (x) trues++;
  });
  check(trues === 3, "flips");
  free(squares);
  free(flip);
  return 0;
}
