/**
 * Bundles the CLI into one directory of ES modules that plain Node runs.
 *
 *   node cli/setup/bundle.mjs ROOT OUTDIR
 *
 * The launcher calls it when a source changed. What only some commands need (the compiler, which loads the
 * `typescript` package) stays in chunks of its own behind dynamic imports, so that `osier --help` loads none
 * of it. `import.meta.url` keeps meaning the source file: bundled code may find its room's files by it.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const [root, outdir] = process.argv.slice(2);
if (root === undefined || outdir === undefined) throw new Error("usage: bundle.mjs ROOT OUTDIR");

/** Pins `import.meta.url` of our own sources to where they lie, not to where the bundle lies. */
const sourceUrls = {
  name: "source-urls",
  setup(context) {
    context.onLoad({ filter: /\/(cli|image|compiler)\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(join(path, "..")))
        .replaceAll("import.meta.filename", JSON.stringify(path));
      return { contents, loader: "ts" };
    });
  },
};

try {
  await build({
    entryPoints: { main: join(root, "cli/src/main.ts") },
    outdir,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    outExtension: { ".js": ".mjs" },
    external: ["typescript", "esbuild"],
    plugins: [sourceUrls],
    banner: {
      js: 'import { createRequire as __osierRequire } from "node:module"; const require = __osierRequire(import.meta.url);',
    },
    sourcemap: "linked",
    logLevel: "warning",
  });
} catch (error) {
  if (error?.errors === undefined) throw error; // esbuild has printed what it found in the sources
  process.exitCode = 1;
}
