// Fields of an abstract base are reached from it and from derived classes.
import { check, hide } from "../lib/check.ts";

abstract class Stream {
  position: u64 = 0;
  protected limit: u64;
  constructor(limit: u64) {
    this.limit = limit;
  }
  abstract step(): u64;
  run(): u64 {
    let steps: u64 = 0;
    while (this.position < this.limit) {
      this.position += this.step();
      steps++;
    }
    return steps;
  }
}
class Fixed extends Stream {
  constructor(
    limit: u64,
    private readonly size: u64,
  ) {
    super(limit);
  }
  override step(): u64 {
    return this.size;
  }
}
class Growing extends Stream {
  private size: u64 = 1;
  override step(): u64 {
    this.size *= 2;
    return this.size;
  }
}
export function main(): i32 {
  const f = new Fixed(hide<u64>(100), 7);
  check(f.run() === 15 && f.position === 105, "fixed");
  const g = new Growing(100);
  check(g.run() === 6 && g.position === 126, "growing");
  free(f);
  free(g);
  return 0;
}
