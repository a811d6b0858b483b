/** Builds the kernel: front end, lowering, objects, link, stack budgets, strip, record. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { KernelBuild, KernelBuildOptions } from "../options.ts";
import { kernelEntries } from "./entries.ts";
import { CompilerError } from "./error.ts";
import { loadForBuild } from "./frontend.ts";
import { linkKernel, strip } from "./link.ts";
import { kernelPaths, kernelResult, writeManifest } from "./manifest.ts";
import { ObjectCompiler } from "./objects.ts";
import { budgetFiles, holdBudgets, overBudget, readBudgets } from "./stackbudget.ts";
import { depthsOf } from "./stacksizes.ts";
import { objectFlags } from "./target.ts";

export async function compileKernel(options: KernelBuildOptions): Promise<KernelBuild> {
  const { root, arch, mode } = options;
  const script = join(root, "arch", arch, "kernel.ld");
  const main = join(root, "main.ts");
  for (const needed of [main, script]) {
    if (!existsSync(needed)) {
      throw new CompilerError({
        what: "A file of the kernel is missing",
        where: needed,
        mend: "Check the root folder.",
      });
    }
  }
  const program = await loadForBuild(kernelEntries(options), { root, target: arch, mode, sanitize: [] });
  const compiler = new ObjectCompiler(objectFlags(arch, mode, []));
  const objects = await program.compile(compiler);
  const paths = kernelPaths(options);
  await linkKernel(objects, { script, out: paths.elf, mode, target: arch });
  const budgets = mode === "release" ? readBudgets(root) : [];
  if (budgets.length > 0) {
    const { entries, touching } = await depthsOf(paths.elf, program.program);
    holdBudgets(overBudget(budgets, entries, touching));
  }
  await strip(paths.elf, paths.stripped);
  compiler.finish();
  writeManifest(
    paths.manifest,
    JSON.stringify(options),
    [...program.inputs, script, ...budgetFiles(root)],
    [paths.elf, paths.stripped],
  );
  return kernelResult(options, true);
}
