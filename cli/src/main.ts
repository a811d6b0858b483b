/** Entry of the command: parses, calls, and is the only place that prints an error. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommanderError } from "commander";
import { commandLine } from "./commands/program.ts";
import { rootDir } from "./paths.ts";
import { asOsierError, ExitStatus, errorCode, OsierError, renderError } from "./ui/error.ts";

const { version } = JSON.parse(readFileSync(join(rootDir, "package.json"), "utf8")) as { version: string };

async function main(argv: readonly string[]): Promise<number> {
  let status = 0;
  const program = commandLine(version, (value) => {
    status = value;
  });
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "osier: ")) });
  }
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usage(error);
    return report(error, argv.includes("--verbose"));
  }
}

/** commander has said what is wrong; what it cannot know is the rule about `--`. */
function usage(error: CommanderError): number {
  const mend =
    error.code === "commander.unknownOption"
      ? "arguments of the program go after -- ; see osier run --help"
      : "see osier --help";
  process.stderr.write(`  mend:  ${mend}\n`);
  return ExitStatus.osier;
}

function report(error: unknown, verbose: boolean): number {
  const known = asOsierError(error);
  if (known !== null) {
    process.stderr.write(renderError(known));
    if (verbose && known.cause instanceof Error)
      process.stderr.write(`${known.cause.stack ?? known.cause.message}\n`);
    return known.status;
  }
  const code = errorCode(error);
  const what = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    renderError(
      new OsierError({
        what: code === "" ? `unexpected: ${what}` : what,
        mend: "this is a defect of Osier; the place follows",
      }),
    ),
  );
  if (error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  return ExitStatus.osier;
}

/** Ends once stdout and stderr are written out: process.exit() alone would cut what a pipe has not taken yet. */
function leave(status: number): void {
  process.exitCode = status;
  process.stdout.write("", () => process.stderr.write("", () => process.exit(status)));
}

leave(await main(process.argv.slice(2)));
