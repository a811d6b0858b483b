/** A growing list of strings: the program's arguments, its environment. */
export class StringList {
  private items: Slice<string> | null = null;
  length: usize = 0;

  append(item: string): void {
    const items = this.items;
    if (items === null || this.length === items.length) {
      const bigger = newArray<string>(items === null ? 16 : items.length * 2);
      if (items !== null) {
        for (let i: usize = 0; i < this.length; i++) bigger[i] = items[i];
        freeArray<string>(items);
      }
      this.items = bigger;
      bigger[this.length] = item;
    } else items[this.length] = item;
    this.length++;
  }
  /** The list as it is now; valid until the next `append`. */
  all(): Slice<string> {
    const items = this.items;
    if (items === null) return newArray<string>(0);
    return items.subslice(0, this.length);
  }
}
