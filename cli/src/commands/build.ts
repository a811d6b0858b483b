/** `osier build`: the kernel, and the image of a program when one is named. */
import { copyFileSync } from "node:fs";
import { Command } from "@commander-js/extra-typings";
import { parseAddition } from "../closure/assemble.ts";
import { planProgram } from "../closure/program.ts";
import { ensureImage } from "../image-store.ts";
import { ensureKernel } from "../kernel.ts";
import { errorCode, OsierError } from "../ui/error.ts";
import { withProgress } from "../ui/progress.ts";
import { guestEnvironment, localesOf } from "./environment.ts";

export function buildCommand() {
  return new Command("build")
    .summary("build the kernel, and the image of a program")
    .description("Builds the kernel. With PROGRAM, also the image that `osier run PROGRAM` boots.")
    .argument("[program]", "a Linux executable or script")
    .option("-o, --output <file>", "copy the image to this file")
    .option(
      "--add <path[:guest]>",
      "add a file or directory to the image (repeatable)",
      (path: string, before: string[]) => [...before, path],
      [] as string[],
    )
    .option(
      "--also <program>",
      "take in another program that this one starts (repeatable)",
      (name: string, before: string[]) => [...before, name],
      [] as string[],
    )
    .option("--no-packages", "leave out the data of the Debian packages that the program belongs to")
    .option("--no-cache", "make the image anew")
    .option("--debug", "build the kernel for debugging")
    .option("--json", "print what was built as JSON");
}

export type BuildFlags = ReturnType<ReturnType<typeof buildCommand>["opts"]>;

export const buildExamples = `
Examples:
  osier build                                     # the kernel alone
  osier build /usr/bin/python3 -o python.erofs
  osier build --add ./site:/srv/site ./server --json
`;

export async function build(program: string | undefined, flags: BuildFlags): Promise<number> {
  const kernel = await withProgress("building the kernel", () =>
    ensureKernel(flags.debug === true ? "debug" : "release"),
  );
  const result: Record<string, unknown> = {
    kernel: { path: kernel.boot, symbols: kernel.symbols, bytes: kernel.bytes, built: kernel.built },
  };
  if (program !== undefined) result["image"] = await buildImage(program, flags);
  else if (flags.output !== undefined) {
    throw new OsierError({
      what: "--output without a program",
      mend: "name the program: osier build PROGRAM -o FILE",
    });
  }
  process.stdout.write(flags.json === true ? `${JSON.stringify(result)}\n` : text(result));
  return 0;
}

async function buildImage(program: string, flags: BuildFlags) {
  const additions = flags.add.map(parseAddition);
  const locales = localesOf(guestEnvironment([], process.env, false));
  const also = flags.also.map(planProgram);
  const options = { packages: flags.packages, additions, also, locales, cwd: "/" };
  const image = await withProgress(`making the image of ${program}`, () =>
    ensureImage(planProgram(program), options, !flags.cache),
  );
  if (flags.output !== undefined) copyOut(image.path, flags.output);
  return {
    path: flags.output ?? image.path,
    bytes: image.size,
    packages: image.packages,
    built: !image.cached,
  };
}

function copyOut(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch (cause) {
    throw new OsierError({
      what: `the image could not be written (${errorCode(cause)})`,
      where: to,
      mend: "choose another file, or make room",
      cause,
    });
  }
}

function text(result: Record<string, unknown>): string {
  return Object.entries(result)
    .map(([name, value]) => {
      const { path, bytes, built } = value as { path: string; bytes: number; built: boolean };
      return `${name.padEnd(7)} ${path}  ${bytes} bytes${built ? "" : "  (unchanged)"}\n`;
    })
    .join("");
}
