// A generic ordered map with a comparison by function pointer.
import { check } from "../lib/check.ts";

class Entry<K, V> {
  left: Entry<K, V> | null = null;
  right: Entry<K, V> | null = null;
  constructor(
    readonly key: K,
    public value: V,
  ) {}
}
class TreeMap<K, V> {
  private root: Entry<K, V> | null = null;
  size: u32 = 0;
  constructor(private readonly order: FnPtr<(a: K, b: K) => i32>) {}

  set(key: K, value: V): void {
    if (this.root === null) {
      this.root = new Entry<K, V>(key, value);
      this.size = 1;
      return;
    }
    let at: Entry<K, V> = this.root;
    while (true) {
      const c = this.order(key, at.key);
      if (c === 0) {
        at.value = value;
        return;
      }
      const next = c < 0 ? at.left : at.right;
      if (next === null) {
        const fresh = new Entry<K, V>(key, value);
        if (c < 0) at.left = fresh;
        else at.right = fresh;
        this.size++;
        return;
      }
      at = next;
    }
  }
  get(key: K, otherwise: V): V {
    let at = this.root;
    while (at !== null) {
      const c = this.order(key, at.key);
      if (c === 0) return at.value;
      at = c < 0 ? at.left : at.right;
    }
    return otherwise;
  }
}
class Name {
  constructor(readonly text: string) {}
}
function byText(a: Name, b: Name): i32 {
  const n = min(a.text.length, b.text.length);
  const c = compareBytes(a.text.ptr.addr, b.text.ptr.addr, n);
  return c !== 0 ? c : i32(i64(a.text.length) - i64(b.text.length));
}
export function main(): i32 {
  const byNumber = new TreeMap<u64, i8>(fnAt<(a: u64, b: u64) => i32>(addressOf(compare)));
  for (let i: u64 = 0; i < 50; i++) byNumber.set((i * 37) % 50, i8(i) - 25);
  check(byNumber.size === 50 && byNumber.get(37, 0) === -24 && byNumber.get(99, 77) === 77, "numbers");
  const byName = new TreeMap<Name, string>(byText);
  byName.set(new Name("libc.so.6"), "C library");
  byName.set(new Name("libm.so.6"), "mathematics");
  byName.set(new Name("libc"), "short");
  byName.set(new Name("libm.so.6"), "replaced");
  check(byName.size === 3 && byName.get(new Name("libm.so.6"), "") === "replaced", "names");
  check(
    byName.get(new Name("libc"), "") === "short" && byName.get(new Name("x"), "none") === "none",
    "prefixes",
  );
  return 0;
}
function compare(a: u64, b: u64): i32 {
  return a < b ? -1 : a > b ? 1 : 0;
}
