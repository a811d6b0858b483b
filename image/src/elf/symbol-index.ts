/** Names addresses: the symbol that an address lies in. */
import type { ElfSymbol } from "./symbols.ts";

export interface NamedAddress {
  readonly symbol: ElfSymbol;
  /** Bytes behind the symbol's start. */
  readonly offset: bigint;
}

/** How many symbols before an address are asked whether they reach to it: small ones may lie within great ones. */
const LOOK_BACK = 32;

export class SymbolIndex {
  /** Ascending by address; of those at one address the one to show comes last. */
  private readonly sorted: readonly ElfSymbol[];

  constructor(symbols: Iterable<ElfSymbol>) {
    this.sorted = [...symbols]
      .filter((s) => s.defined && s.name !== "" && s.type !== "other")
      .sort((a, b) => compare(a.address, b.address) || rank(a) - rank(b) || compare(b.name, a.name));
  }

  /**
   * The symbol that covers an address; one without a size reaches to the next symbol.
   * @param address as linked
   */
  at(address: bigint): NamedAddress | null {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]!.address <= address) low = middle + 1;
      else high = middle;
    }
    const nearest = this.sorted[low - 1]?.address;
    for (let i = low - 1; i >= Math.max(0, low - LOOK_BACK); i--) {
      const symbol = this.sorted[i]!;
      const offset = address - symbol.address;
      if (symbol.size === 0n ? symbol.address === nearest : offset < symbol.size) return { symbol, offset };
    }
    return null;
  }
}

/** Functions before objects before labels, sized before unsized, global before weak before local. */
function rank({ type, size, binding }: ElfSymbol): number {
  const kind = type === "function" ? 2 : type === "object" ? 1 : 0;
  return kind * 8 + (size > 0n ? 4 : 0) + (binding === "global" ? 2 : binding === "weak" ? 1 : 0);
}
function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
