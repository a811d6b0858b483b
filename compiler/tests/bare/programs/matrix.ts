// Matrix multiplication and the determinant by elimination, in doubles.
import { check } from "../lib/check.ts";

class Matrix {
  cells!: FixedArray<f64, 16>;
  at(r: u64, c: u64): f64 {
    return this.cells[r * 4 + c];
  }
  set(r: u64, c: u64, x: f64): void {
    this.cells[r * 4 + c] = x;
  }
  multiply(by: Matrix, into: Matrix): void {
    for (let r: u64 = 0; r < 4; r++) {
      for (let c: u64 = 0; c < 4; c++) {
        let sum: f64 = 0;
        for (let k: u64 = 0; k < 4; k++) sum += this.at(r, k) * by.at(k, c);
        into.set(r, c, sum);
      }
    }
  }
  determinant(): f64 {
    let result: f64 = 1;
    for (let i: u64 = 0; i < 4; i++) {
      const pivot = this.at(i, i);
      result *= pivot;
      for (let r = i + 1; r < 4; r++) {
        const factor = this.at(r, i) / pivot;
        for (let c = i; c < 4; c++) this.set(r, c, this.at(r, c) - factor * this.at(i, c));
      }
    }
    return result;
  }
}
export function main(): i32 {
  const a: Embed<Matrix> = new Matrix();
  const b: Embed<Matrix> = new Matrix();
  const c: Embed<Matrix> = new Matrix();
  for (let i: u64 = 0; i < 4; i++) {
    for (let j: u64 = 0; j < 4; j++) {
      a.set(i, j, f64(i * 4 + j));
      b.set(i, j, i === j ? 2 : i < j ? 1 : 0);
    }
  }
  a.multiply(b, c);
  check(c.at(0, 0) === 0 && c.at(1, 3) === 29 && c.at(3, 2) === 53, "product");
  check(b.determinant() === 16, "determinant");
  return 0;
}
