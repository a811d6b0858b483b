// An open-addressing hash map with deletion marks.
import { check } from "../lib/check.ts";

class HashMap<V> {
  private keys: Slice<u64>;
  private values: Slice<V>;
  private state: Slice<u8>;
  count: u64 = 0;

  constructor(private readonly capacity: u64) {
    this.keys = newArray<u64>(capacity);
    this.values = newArray<V>(capacity);
    this.state = newArray<u8>(capacity);
  }
  private slot(key: u64): u64 {
    let at = ((key * 0x9e3779b97f4a7c15) >> 40) % this.capacity;
    let free: u64 = this.capacity;
    for (let probes: u64 = 0; probes < this.capacity; probes++) {
      if (this.state[at] === 1 && this.keys[at] === key) return at;
      if (this.state[at] !== 1 && free === this.capacity) free = at;
      if (this.state[at] === 0) break;
      at = (at + 1) % this.capacity;
    }
    return free;
  }
  set(key: u64, value: V): void {
    const at = this.slot(key);
    if (this.state[at] !== 1) this.count++;
    this.keys[at] = key;
    this.values[at] = value;
    this.state[at] = 1;
  }
  get(key: u64): [V, boolean] {
    const at = this.slot(key);
    return [this.values[at], this.state[at] === 1];
  }
  remove(key: u64): boolean {
    const at = this.slot(key);
    if (this.state[at] !== 1) return false;
    this.state[at] = 2;
    this.count--;
    return true;
  }
  release(): void {
    freeArray(this.keys);
    freeArray(this.values);
    freeArray(this.state);
  }
}
export function main(): i32 {
  const m = new HashMap<i32>(1024);
  for (let i: u64 = 0; i < 700; i++) m.set(i * i, i32(i) - 350);
  check(m.count === 700, "inserted");
  check(m.get(499 * 499)[0] === 149 && !m.get(3)[1], "found and not found");
  for (let i: u64 = 0; i < 700; i += 2) check(m.remove(i * i), "removed");
  check(!m.remove(0) && m.count === 350, "half are left");
  let sum: i64 = 0;
  for (let i: u64 = 0; i < 700; i++) {
    const [value, found] = m.get(i * i);
    check(found === ((i & 1) === 1), "odd ones stay");
    if (found) sum += i64(value);
  }
  check(sum === 0, "their sum");
  m.set(0, 5);
  check(m.get(0)[0] === 5 && m.count === 351, "a mark is used again");
  m.release();
  free(m);
  return 0;
}
