// The sieve of Eratosthenes finds 1229 primes below 10000.
import { check } from "../lib/check.ts";

export function main(): i32 {
  const composite = newArray<boolean>(10000);
  let count: u32 = 0;
  let last: u64 = 0;
  for (let i: u64 = 2; i < composite.length; i++) {
    if (composite[i]) continue;
    count++;
    last = i;
    for (let j = i * i; j < composite.length; j += i) composite[j] = true;
  }
  check(count === 1229 && last === 9973, "primes");
  freeArray(composite);
  return 0;
}
