/** The files that a kernel is made of. */
import { join } from "node:path";
import type { KernelBuildOptions } from "../options.ts";

/** What every kernel links besides what main.ts imports. */
const runtimeFiles = ["lib/runtime.ts", "lib/memory.ts"];

/** The files that a kernel is made of, with all that they import. */
export function kernelEntries({ root, profile }: KernelBuildOptions): string[] {
  const files = ["main.ts", ...runtimeFiles].map((file) => join(root, file));
  return [...files, profile ?? join(root, "profiles", "all.ts")];
}
