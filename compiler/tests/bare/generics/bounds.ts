// An interface is a bound: its methods are called directly.
import { check, hide } from "../lib/check.ts";

interface Ordered<T> {
  compare(other: T): i32;
}
interface Named {
  label(): string;
}
class Version implements Ordered<Version>, Named {
  constructor(
    readonly major: u32,
    readonly minor: u32,
  ) {}
  compare(other: Version): i32 {
    if (this.major !== other.major) return this.major < other.major ? -1 : 1;
    return this.minor < other.minor ? -1 : this.minor > other.minor ? 1 : 0;
  }
  label(): string {
    return "version";
  }
}
function latest<T extends Ordered<T>>(a: T, b: T): T {
  return a.compare(b) >= 0 ? a : b;
}
function labelLength<T extends Named>(x: T): usize {
  return x.label().length;
}
export function main(): i32 {
  const a = new Version(1, hide<u32>(9));
  const b = new Version(1, 10);
  check(latest(a, b) === b && latest(b, a) === b && latest<Version>(a, a) === a, "latest");
  check(labelLength(a) === 7, "label");
  free(a);
  free(b);
  return 0;
}
