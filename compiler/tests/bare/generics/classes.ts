// Generic classes have a layout for each type argument.
import { check, hide } from "../lib/check.ts";

class Stack<T> {
  private items: Slice<T>;
  private used: u64 = 0;
  constructor(capacity: u64) {
    this.items = newArray<T>(capacity);
  }
  push(x: T): boolean {
    if (this.used === this.items.length) return false;
    this.items[this.used++] = x;
    return true;
  }
  pop(): [T, boolean] {
    if (this.used === 0) return [this.items[0], false];
    this.used--;
    return [this.items[this.used], true];
  }
  get size(): u64 {
    return this.used;
  }
  dispose(): void {
    freeArray(this.items);
  }
}
export function main(): i32 {
  const bytes = new Stack<u8>(2);
  check(bytes.push(hide<u8>(250)) && bytes.push(7) && !bytes.push(8), "push");
  const [seven] = bytes.pop();
  const [top, ok] = bytes.pop();
  check(seven === 7 && top === 250 && ok && !bytes.pop()[1] && bytes.size === 0, "pop");
  const words = new Stack<string>(3);
  words.push("one");
  words.push("two");
  check(words.pop()[0] === "two" && words.size === 1, "strings");
  bytes.dispose();
  words.dispose();
  free(bytes);
  free(words);
  return 0;
}
