/** Tests stand beside their sources; tests/ has those that boot machines. Two workers: machines of two cores. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "{cli,image,compiler,bench}/src/**/*.test.ts",
      "compiler/tests/**/*.test.ts",
      "kernel/**/*.test.ts",
      "tests/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", ".osier/**"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    fileParallelism: true,
  },
});
