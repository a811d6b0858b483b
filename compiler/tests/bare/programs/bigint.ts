// Factorial of 25 in base 10^9, by carries through 64 bits.
import { check } from "../lib/check.ts";

class Big {
  digits!: FixedArray<u32, 8>;
  used: u64 = 1;

  multiply(n: u32): void {
    let carry: u64 = 0;
    for (let i: u64 = 0; i < this.used; i++) {
      carry += u64(this.digits[i]) * u64(n);
      this.digits[i] = u32(carry % 1000000000);
      carry /= 1000000000;
    }
    if (carry !== 0) this.digits[this.used++] = u32(carry);
  }
}
export function main(): i32 {
  const b: Embed<Big> = new Big();
  b.digits[0] = 1;
  for (let i: u32 = 2; i <= 25; i++) b.multiply(i);
  check(
    b.used === 3 && b.digits[2] === 15511210 && b.digits[1] === 43330985 && b.digits[0] === 984000000,
    "25!",
  );
  return 0;
}
