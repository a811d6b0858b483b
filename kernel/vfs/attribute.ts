/** Extended attributes of a file in memory: a chain of names and values, each with memory of its own. */
import { copyString, freeString } from "../lib/strings.ts";

export class Attribute {
  name: string = "";
  value!: Slice<u8>;
  next: Attribute | null = null;

  static find(first: Attribute | null, name: string): Attribute | null {
    let at = first;
    while (at !== null && at.name !== name) at = at.next;
    return at;
  }
  /** With copies of the name and of the `size` bytes at `value`. */
  static make(name: string, value: u64, size: u64): Attribute {
    const attribute = new Attribute();
    attribute.name = copyString(name);
    attribute.value = newArray<u8>(size);
    copyBytes(addressOf(attribute.value.ptr), value, size);
    return attribute;
  }
  /** The chain without `gone`, which is freed. */
  static without(first: Attribute | null, gone: Attribute): Attribute | null {
    let rest = first;
    if (rest === gone) rest = gone.next;
    else for (let at = first; at !== null; at = at.next) if (at.next === gone) at.next = gone.next;
    freeString(gone.name);
    freeArray<u8>(gone.value);
    free(gone);
    return rest;
  }
  static freeAll(first: Attribute | null): void {
    for (let at = first; at !== null; at = Attribute.without(at, at)) {}
  }
}
