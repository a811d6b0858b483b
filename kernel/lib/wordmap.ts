/**
 * A hash map from 64-bit keys to 64-bit values: open addressing, linear probing, at most three quarters full.
 *
 * Invariant: a slot is empty exactly when its stored key is 0; keys are stored plus one, so the greatest key is not allowed.
 */
export class WordMap {
  private keys: Slice<u64> | null = null;
  private values: Slice<u64> | null = null;
  length: u64 = 0;

  private static slotOf(key: u64, mask: u64): u64 {
    const mixed = key * 0x9e3779b97f4a7c15;
    return (mixed ^ (mixed >> 32)) & mask;
  }
  /** @depth 1 what has grown has room */
  private grow(): void {
    const oldKeys = this.keys;
    const oldValues = this.values;
    const size: u64 = oldKeys === null ? 64 : oldKeys.length * 2;
    const keys = newArray<u64>(size);
    const values = newArray<u64>(size);
    this.keys = keys;
    this.values = values;
    this.length = 0;
    if (oldKeys === null || oldValues === null) return;
    for (let i: u64 = 0; i < oldKeys.length; i++)
      if (oldKeys[i] !== 0) this.set(oldKeys[i] - 1, oldValues[i]);
    freeArray<u64>(oldKeys);
    freeArray<u64>(oldValues);
  }
  /** The value of `key`, or 0. */
  get(key: u64): u64 {
    const keys = this.keys;
    const values = this.values;
    if (keys === null || values === null) return 0;
    const mask = keys.length - 1;
    let slot = WordMap.slotOf(key, mask);
    while (keys[slot] !== 0) {
      if (keys[slot] === key + 1) return values[slot];
      slot = (slot + 1) & mask;
    }
    return 0;
  }
  /** Sets or replaces the value of `key`. */
  set(key: u64, value: u64): void {
    let keys = this.keys;
    if (keys === null || (this.length + 1) * 4 > keys.length * 3) {
      this.grow();
      keys = this.keys;
    }
    const values = this.values;
    if (keys === null || values === null) return;
    const mask = keys.length - 1;
    let slot = WordMap.slotOf(key, mask);
    while (keys[slot] !== 0 && keys[slot] !== key + 1) slot = (slot + 1) & mask;
    if (keys[slot] === 0) this.length++;
    keys[slot] = key + 1;
    values[slot] = value;
  }
  /** Takes `key` out; the entries behind it that probed past it move up. */
  remove(key: u64): void {
    const keys = this.keys;
    const values = this.values;
    if (keys === null || values === null) return;
    const mask = keys.length - 1;
    let slot = WordMap.slotOf(key, mask);
    while (keys[slot] !== key + 1) {
      if (keys[slot] === 0) return;
      slot = (slot + 1) & mask;
    }
    keys[slot] = 0;
    this.length--;
    let next = (slot + 1) & mask;
    while (keys[next] !== 0) {
      const moved = keys[next] - 1;
      const value = values[next];
      keys[next] = 0;
      this.length--;
      this.set(moved, value);
      next = (next + 1) & mask;
    }
  }
  /** Calls nothing: the slots are read by index, for walks. [key, value, used]. */
  slot(index: u64): [u64, u64, boolean] {
    const keys = this.keys;
    const values = this.values;
    if (keys === null || values === null || keys[index] === 0) return [0, 0, false];
    return [keys[index] - 1, values[index], true];
  }
  get slotCount(): u64 {
    const keys = this.keys;
    return keys === null ? 0 : keys.length;
  }
  clear(): void {
    const keys = this.keys;
    const values = this.values;
    if (keys !== null) freeArray<u64>(keys);
    if (values !== null) freeArray<u64>(values);
    this.keys = null;
    this.values = null;
    this.length = 0;
  }
}
