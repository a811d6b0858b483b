/** Entry of `osier bench`: runs the groups that were asked for and publishes their results. */
import { parseArgs } from "node:util";
import { OsierError, renderError } from "@osier/cli";
import { bootGroup } from "./boot.ts";
import { compilerGroup } from "./compiler.ts";
import { microGroup } from "./micro.ts";
import { publish, type Results } from "./report.ts";
import { sizeGroup } from "./size.ts";

const leastRuns = 7;

const groups: Readonly<Record<string, (runs: number, rows: string[]) => Promise<Results>>> = {
  boot: bootGroup,
  size: sizeGroup,
  micro: (runs, rows) => microGroup(Math.ceil(runs / 3), rows),
  compiler: compilerGroup,
};

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      runs: { type: "string", default: "9" },
      rows: { type: "string", default: "" },
    },
  });
  const runs = Math.max(leastRuns, Number.parseInt(values.runs, 10) || leastRuns);
  for (const name of positionals.length === 0 ? Object.keys(groups) : positionals) {
    const group = groups[name];
    if (group === undefined) {
      throw new OsierError({
        what: `there is no group ${name}`,
        mend: `groups are: ${Object.keys(groups).join(", ")}`,
      });
    }
    publish(await group(runs, values.rows.split(",").filter(Boolean)), values.json);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof OsierError)) throw error;
  process.stderr.write(renderError(error));
  process.exitCode = error.status;
}
