/** IR to objects: one clang process a module, as many at a time as there are processors, cached by content. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, ObjectCache } from "./cache.ts";
import { CompilerError } from "./error.ts";
import { cacheDir } from "./places.ts";
import { Pool, runTool } from "./process.ts";
import { tool } from "./tools.ts";

export interface IrModule {
  /** The source file's path, for messages. */
  readonly name: string;
  readonly ir: string;
}

export class ObjectCompiler {
  private readonly flags: readonly string[];
  private readonly verify: boolean;
  private readonly pool = new Pool();
  private readonly cache: ObjectCache;
  /** How many objects were compiled rather than found. */
  compiled = 0;

  constructor(
    flags: readonly string[],
    options: { readonly verify?: boolean; readonly cache?: ObjectCache } = {},
  ) {
    this.flags = flags;
    this.verify = options.verify ?? false;
    this.cache = options.cache ?? new ObjectCache();
  }

  /** The path of the module's object. @throws CompilerError when LLVM rejects the module. */
  async compile(module: IrModule): Promise<string> {
    const clang = await tool("clang");
    const key = hashOf(module.ir, this.flags.join(" "), clang.version);
    const known = this.cache.find(key);
    if (known !== null && !this.verify) return known;
    return this.pool.run(async () => {
      if (this.verify) {
        const opt = await tool("opt");
        await this.step(module, opt.path, ["-passes=verify", "-disable-output", "-"]);
      }
      if (known !== null) return known;
      const scratch = this.cache.scratch(key);
      await this.step(module, clang.path, ["-x", "ir", "-", "-c", ...this.flags, "-o", scratch]);
      this.compiled++;
      return this.cache.commit(scratch, key);
    });
  }

  /** Call when the build is done: keeps the cache within its size. */
  finish(): void {
    if (this.compiled > 0) this.cache.trim();
  }

  private async step(module: IrModule, command: string, args: readonly string[]): Promise<void> {
    const result = await runTool(command, args, { stdin: module.ir });
    if (result.status === 0) return;
    const dir = join(cacheDir, "rejected");
    mkdirSync(dir, { recursive: true });
    const kept = join(dir, `${module.name.replace(/[^A-Za-z0-9]+/g, "_")}.ll`);
    writeFileSync(kept, module.ir);
    const cause = result.timedOut ? "it ran out of time" : result.stderr.trim();
    throw new CompilerError({
      what: `LLVM rejects the module of ${module.name}: ${cause}`,
      where: kept,
      mend: /inline asm|asm constraint/.test(cause)
        ? "Correct the assembly of this file, or compile it for the machine that it is written for."
        : "This is a defect of the compiler: report it with the .ll file.",
    });
  }
}
