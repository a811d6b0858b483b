/** What each target's modules say about themselves, and the attributes that all its functions carry. */
import type { Sanitizer, TargetName } from "../options.ts";

export interface LowerOptions {
  readonly target: TargetName;
  readonly debug: boolean;
  readonly sanitize: readonly Sanitizer[];
  /** As clang's -ffile-prefix-map: directories under the first are shown under the second in DWARF. */
  readonly filePrefixMap?: readonly [from: string, to: string];
}

const X64_LAYOUT = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128";
const AARCH64_LAYOUT = "e-m:e-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32";

export interface Target {
  readonly arch: "x64" | "aarch64";
  readonly host: boolean;
  readonly triple: string;
  readonly dataLayout: string;
  readonly functionAttributes: readonly string[];
}

export function targetOf(options: LowerOptions): Target {
  const name = options.target;
  const host = name === "host" || name === "host-aarch64";
  const arch =
    name === "aarch64" || name === "host-aarch64" || (name === "host" && process.arch === "arm64")
      ? "aarch64"
      : "x64";
  const prefix = arch === "x64" ? "x86_64" : "aarch64";
  const attributes = ["nounwind", '"frame-pointer"="all"'];
  if (host) {
    if (options.sanitize.includes("address")) attributes.push("sanitize_address");
    // Host programs keep no frame pointer where C at -O2 keeps none, so that the two can be compared.
    if (options.sanitize.length === 0) attributes[1] = '"frame-pointer"="none"';
    attributes.push("uwtable");
  } else {
    // Most of a kernel runs once or seldom: smaller code is read, mapped and translated sooner (ADR 8).
    attributes.push("noredzone", "optsize");
    // Interrupted programs own the vector registers: the kernel uses none.
    if (arch === "x64") {
      attributes.push(
        '"target-features"="-mmx,-sse,-sse2,-sse3,-ssse3,-sse4.1,-sse4.2,-avx,-avx2,-x87,+soft-float"',
        '"use-soft-float"="true"',
      );
    } else attributes.push('"target-features"="-neon,-fp-armv8,+strict-align"');
  }
  return {
    arch,
    host,
    triple: host ? `${prefix}-unknown-linux-gnu` : `${prefix}-unknown-none-elf`,
    dataLayout: arch === "x64" ? X64_LAYOUT : AARCH64_LAYOUT,
    functionAttributes: attributes,
  };
}
