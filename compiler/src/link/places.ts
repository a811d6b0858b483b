/** Where the compiler finds its own files and keeps what it makes. */
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The clone's root. */
export const repositoryDir = resolve(fileURLToPath(new URL("../../../", import.meta.url)));
/** Kernel sources: the prelude, the runtime and the kernel itself. */
export const kernelDir = join(repositoryDir, "kernel");
/** The compiler's own sources: an input of every build. */
export const compilerDir = join(repositoryDir, "compiler", "src");
/** Everything that may be removed without loss. */
export const cacheDir = join(repositoryDir, ".osier", "cache");
