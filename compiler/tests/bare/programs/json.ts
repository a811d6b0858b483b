// A recursive-descent parser checks and measures JSON text.
import { check } from "../lib/check.ts";

class Parser {
  private at: u64 = 0;
  values: u32 = 0;
  depth: u32 = 0;
  deepest: u32 = 0;
  sum: i64 = 0;

  constructor(private readonly text: string) {}

  private peek(): u8 {
    return this.at < this.text.length ? this.text.byteAt(this.at) : 0;
  }
  private space(): void {
    while (this.peek() === 32) this.at++;
  }
  private eat(c: u8): boolean {
    this.space();
    if (this.peek() !== c) return false;
    this.at++;
    return true;
  }
  private word(w: string): boolean {
    if (this.at + w.length > this.text.length) return false;
    if (this.text.substring(this.at, this.at + w.length) !== w) return false;
    this.at += w.length;
    return true;
  }
  private number(): boolean {
    const negative = this.eat(45);
    let digits: u32 = 0;
    let n: i64 = 0;
    while (this.peek() >= 48 && this.peek() <= 57) {
      n = n * 10 + i64(this.peek() - 48);
      this.at++;
      digits++;
    }
    this.sum += negative ? -n : n;
    return digits > 0;
  }
  private quoted(): boolean {
    if (!this.eat(34)) return false;
    while (this.peek() !== 34) {
      if (this.peek() === 0) return false;
      this.at += this.peek() === 92 ? 2 : 1;
    }
    this.at++;
    return true;
  }
  value(): boolean {
    this.space();
    this.values++;
    this.depth++;
    this.deepest = max(this.deepest, this.depth);
    const ok = this.any();
    this.depth--;
    return ok;
  }
  private any(): boolean {
    switch (this.peek()) {
      case 123:
        return this.group(125, true);
      case 91:
        return this.group(93, false);
      case 34:
        return this.quoted();
      case 116:
        return this.word("true");
      case 102:
        return this.word("false");
      case 110:
        return this.word("null");
      default:
        return this.number();
    }
  }
  private group(close: u8, keyed: boolean): boolean {
    this.at++;
    if (this.eat(close)) return true;
    do {
      this.space();
      if (keyed && !(this.quoted() && this.eat(58))) return false;
      if (!this.value()) return false;
    } while (this.eat(44));
    return this.eat(close);
  }
  whole(): boolean {
    if (!this.value()) return false;
    this.space();
    return this.at === this.text.length;
  }
}
export function main(): i32 {
  const good: Embed<Parser> = new Parser('{ "a": [1, -2, {"b": null}], "c\\"d": true, "e": {}, "f": 40 }');
  check(good.whole(), "accepted");
  check(good.values === 9 && good.deepest === 4 && good.sum === 39, "measured");
  const bad: readonly string[] = ["[1,]", '{"a" 1}', "[1 2]", '"open', "tru", "", "[[]"];
  for (const text of bad) {
    const p: Embed<Parser> = new Parser(text);
    check(!p.whole(), text);
  }
  return 0;
}
