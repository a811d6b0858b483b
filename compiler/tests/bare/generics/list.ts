// An intrusive list over any class, with an arrow for each element.
import { check } from "../lib/check.ts";

class Item<T> {
  next: Item<T> | null = null;
  constructor(readonly value: T) {}
}
class List<T> {
  head: Item<T> | null = null;
  length: u32 = 0;

  push(value: T): void {
    const item = new Item<T>(value);
    item.next = this.head;
    this.head = item;
    this.length++;
  }
  each(f: (value: T) => void): void {
    let at = this.head;
    while (at !== null) {
      f(at.value);
      at = at.next;
    }
  }
  clear(): void {
    while (this.head !== null) {
      const item: Item<T> = this.head;
      this.head = item.next;
      free(item);
    }
    this.length = 0;
  }
}
export function main(): i32 {
  const list = new List<i32>();
  for (let i: i32 = -3; i <= 3; i++) list.push(i * i * i);
  let sum: i32 = 0;
  let digits: i64 = 0;
  list.each((v: i32): void => {
    sum += v;
    digits = digits * 7 + i64(v);
  });
  check(sum === 0 && list.length === 7, "sum");
  check(digits !== 0, "order matters");
  list.clear();
  check(list.length === 0 && list.head === null, "cleared");
  free(list);
  return 0;
}
