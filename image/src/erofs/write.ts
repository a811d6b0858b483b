/** Writes a planned image: metadata from memory, data streamed from the files, whole or not at all. */
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import type { ImageEntry } from "../entry.ts";
import { ImageError, systemCode } from "../error.ts";
import { BLOCK } from "./format.ts";
import { changed, HostReader } from "./host-reader.ts";
import { contentsOf, metadataBytes } from "./metadata.ts";
import type { Node } from "./nodes.ts";
import { Output } from "./output.ts";
import { type Plan, planImage } from "./plan.ts";

export interface WrittenImage {
  /** Length of the image. */
  readonly bytes: number;
  readonly inodes: number;
  /** Of the whole image, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes entries, an `ImageTree` for one, as an EROFS image. The file appears under its name only when it is complete and on
 * disk; after a failure nothing is left behind.
 * @throws ImageError disk-full, unwritable, not-found, unreadable, source-changed, conflict, limit
 */
export function writeErofs(entries: Iterable<ImageEntry>, path: string): WrittenImage {
  const plan = planImage(entries);
  const metadata = metadataBytes(plan);
  const part = `${path}.${process.pid}.part`;
  let fd: number | null = null;
  try {
    fd = openSync(part, "w");
    const out = new Output(fd);
    out.put(metadata);
    for (const node of plan.nodes) putData(out, node);
    out.flush();
    fsyncSync(fd);
    closeSync(fd);
    fd = null;
    renameSync(part, path);
    return { bytes: out.bytes, inodes: plan.nodes.length, sha256: out.hash.digest("hex") };
  } catch (cause) {
    if (fd !== null) closeSync(fd);
    rmSync(part, { force: true });
    throw writeFailure(cause, path, plan);
  }
}

function putData(out: Output, node: Node): void {
  if (node.firstBlock === 0 || node.sameAs !== null) return;
  const inBlocks = node.inline ? node.size - (node.size % BLOCK) : node.size;
  const contents = contentsOf(node);
  if (contents !== null) out.put(contents.subarray(0, inBlocks));
  else if (node.entry.kind === "file" && "host" in node.entry.source) {
    const { host } = node.entry.source;
    using reader = new HostReader(host, node.size);
    const also = node.expected === null ? null : createHash("sha256");
    out.copy(reader, inBlocks, also);
    also?.update(reader.tail(inBlocks));
    if (also !== null && !also.digest().equals(node.expected!)) throw changed(host);
  }
  out.padBlock();
}

/** Errors of the files that are read are typed already: the rest is the image's own. */
function writeFailure(cause: unknown, path: string, plan: Plan): unknown {
  const code = systemCode(cause);
  if (cause instanceof ImageError || code === "") return cause;
  if (code === "ENOSPC" || code === "EDQUOT") {
    const mend = `make room there: the image needs ${plan.blocks * BLOCK} bytes`;
    const what = "the disk is full: the image could not be written";
    return new ImageError("disk-full", what, path, mend, cause);
  }
  const what = `the image could not be written (${code})`;
  return new ImageError("unwritable", what, path, "check the directory, or name another one", cause);
}
