/**
 * Finds files of equal contents, which then have the same data blocks: less to store, and one page in the guest's cache for
 * all. Only files of one size are compared, by their SHA-256.
 */
import { createHash } from "node:crypto";
import { HostReader } from "./host-reader.ts";
import type { Node } from "./nodes.ts";

/** Sets `sameAs` of every file that equals an earlier one, and what that one must still hold when it is copied. */
export function shareData(files: readonly Node[]): void {
  const groups = new Map<string, Node[]>();
  for (const node of files) {
    const key = `${node.size} ${node.inline}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  for (const group of groups.values()) if (group.length > 1) shareGroup(group);
}

function shareGroup(group: readonly Node[]): void {
  const firsts = new Map<string, Node>();
  for (const node of group) {
    const digest = digestOf(node);
    const first = firsts.get(digest.toString("hex"));
    if (first === undefined) firsts.set(digest.toString("hex"), node);
    else {
      node.sameAs = first;
      first.expected = digest;
    }
  }
}

function digestOf(node: Node): Buffer {
  const hash = createHash("sha256");
  if (node.entry.kind !== "file") return hash.digest();
  const { source } = node.entry;
  if ("bytes" in source) return hash.update(source.bytes).digest();
  using reader = new HostReader(source.host, source.size);
  for (const piece of reader.pieces()) hash.update(piece);
  return hash.digest();
}
