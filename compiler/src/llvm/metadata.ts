/** Metadata nodes of a module, numbered and shared when equal (LangRef, "Metadata"). */
import type { LType } from "./types.ts";

export type MetadataRef = { readonly node: number };
export type MetadataField =
  | null
  | string
  | MetadataRef
  | { readonly int: bigint | number; readonly type: LType }
  | { readonly symbol: string };
/** A tuple `!{...}`, or a specialised node `!DIName(key: value, ...)` whose values are already in LLVM's syntax or references. */
export type MetadataNode =
  | { readonly kind: "tuple"; readonly fields: readonly MetadataField[]; readonly distinct: boolean }
  | {
      readonly kind: "special";
      readonly name: string;
      readonly distinct: boolean;
      readonly fields: ReadonlyMap<string, SpecialValue>;
    };
export type SpecialValue = MetadataRef | string | { readonly keyword: string } | number | bigint | boolean;

export class Metadata {
  readonly nodes: (MetadataNode | null)[] = [];
  readonly named = new Map<string, MetadataRef[]>();
  private readonly known = new Map<string, MetadataRef>();

  tuple(fields: readonly MetadataField[], distinct = false): MetadataRef {
    return this.add({ kind: "tuple", fields, distinct });
  }
  special(
    name: string,
    fields: Readonly<Record<string, SpecialValue | null>>,
    distinct = false,
  ): MetadataRef {
    const kept = new Map(
      Object.entries(fields).filter((entry): entry is [string, SpecialValue] => entry[1] !== null),
    );
    return this.add({ kind: "special", name, distinct, fields: kept });
  }
  /** A node to be filled in later: for types that refer to themselves. */
  reserve(): MetadataRef {
    this.nodes.push(null);
    return { node: this.nodes.length - 1 };
  }
  fill(ref: MetadataRef, name: string, fields: Readonly<Record<string, SpecialValue | null>>): void {
    const kept = new Map(
      Object.entries(fields).filter((entry): entry is [string, SpecialValue] => entry[1] !== null),
    );
    this.nodes[ref.node] = { kind: "special", name, distinct: true, fields: kept };
  }
  /** Adds to a named list such as `llvm.dbg.cu`. */
  append(name: string, ref: MetadataRef): void {
    const list = this.named.get(name) ?? [];
    list.push(ref);
    this.named.set(name, list);
  }

  private add(node: MetadataNode): MetadataRef {
    if (node.distinct) {
      this.nodes.push(node);
      return { node: this.nodes.length - 1 };
    }
    const key = JSON.stringify(node, (_k, v) =>
      typeof v === "bigint" ? `${v}n` : v instanceof Map ? [...v] : v,
    );
    const before = this.known.get(key);
    if (before !== undefined) return before;
    this.nodes.push(node);
    const ref = { node: this.nodes.length - 1 };
    this.known.set(key, ref);
    return ref;
  }
}
