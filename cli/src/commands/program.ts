/** The command line as a whole: all commands, their help, and what each calls. */
import { Command } from "@commander-js/extra-typings";
import { build, buildCommand, buildExamples } from "./build.ts";
import { doctor, doctorCommand, doctorExamples } from "./doctor.ts";
import { inspect, inspectCommand, inspectExamples } from "./inspect.ts";
import { runRoom } from "./room.ts";
import { run } from "./run.ts";
import { runCommand, runExamples } from "./run-flags.ts";

const examples = `
Examples:
  osier run /usr/bin/python3 -- -c 'print(6 * 7)'
  osier build /usr/bin/sqlite3 -o sqlite.erofs
  osier inspect sqlite.erofs tree
  osier doctor

Statuses: the program's own; 124 time limit, 125 Osier failed, 126 not executable, 127 not found.
`;

const testExamples = `
Examples:
  osier test                 # everything, under 40 minutes
  osier test closure         # what has "closure" in its path or name
  osier test --slow          # the long soaks as well
`;

const benchExamples = `
Examples:
  osier bench                # all groups, as tables
  osier bench boot --json    # launch to first output, against Linux
  osier bench micro --rows futex,pipe   # some rows only
`;

const differentialExamples = `
Examples:
  osier differential                              # 100,000 sequences
  osier differential --sequences 5000 --first 42  # others, and fewer
`;
const soakExamples = `
Examples:
  osier soak                      # 60 minutes on 4 CPUs
  osier soak --minutes 2 --cpus 1 --seed 7
`;

/**
 * @param version of package.json
 * @param done takes the status of the command that ran
 */
export function commandLine(version: string, done: (status: number) => void) {
  const program = new Command("osier")
    .description("Boots unmodified Linux programs as virtual machines, on a kernel written in TypeScript.")
    .version(version)
    .addHelpText("after", examples);
  program.addCommand(
    runCommand()
      .addHelpText("after", runExamples)
      .action(async (name, args, flags) => done(await run(name, args, flags))),
  );
  program.addCommand(
    buildCommand()
      .addHelpText("after", buildExamples)
      .action(async (name, flags) => done(await build(name, flags))),
  );
  program.addCommand(
    inspectCommand()
      .addHelpText("after", inspectExamples)
      .action(async (image, action, path, flags) => done(await inspect(image, action, path, flags))),
  );
  program.addCommand(
    doctorCommand()
      .addHelpText("after", doctorExamples)
      .action(async (flags) => done(await doctor(flags))),
  );
  program.addCommand(
    new Command("bench")
      .summary("measure against Linux and C")
      .argument("[group]", "boot, size, compiler or micro; without one, all")
      .option("--json", "print one JSON object per group")
      .option("--runs <n>", "boots of each kind (at least 7; micro takes a third)")
      .option("--rows <names>", "micro: only rows whose names begin with one of these, separated by commas")
      .addHelpText("after", benchExamples)
      .action(async (group, flags) => {
        const args = [
          group ?? [],
          flags.json === true ? "--json" : [],
          flags.runs === undefined ? [] : ["--runs", flags.runs],
          flags.rows === undefined ? [] : ["--rows", flags.rows],
        ].flat();
        done(await runRoom("bench/src/main.ts", args));
      }),
  );
  program.addCommand(
    new Command("test")
      .summary("run all tests")
      .argument("[filter]", "only what has this in its name")
      .option("--slow", "also what takes long")
      .addHelpText("after", testExamples)
      .action(async (filter, flags) =>
        done(await runRoom("tests/main.ts", [filter ?? [], flags.slow === true ? "--slow" : []].flat())),
      ),
  );
  program.addCommand(
    new Command("soak")
      .summary("use the kernel in every way at once, for an hour")
      .option("--minutes <n>", "how long", "60")
      .option("--cpus <n>", "processors of the machine", "4")
      .option("--seed <n>", "of the random choices", "1")
      .addHelpText("after", soakExamples)
      .action(async ({ minutes, cpus, seed }) =>
        done(await runRoom("tests/soak/main.ts", ["--minutes", minutes, "--cpus", cpus, "--seed", seed])),
      ),
  );
  program.addCommand(
    new Command("differential")
      .summary("compare random sequences of system calls with this host's kernel (as root)")
      .option("--sequences <n>", "how many", "100000")
      .option("--first <n>", "number of the first: a sequence is a function of its number", "0")
      .addHelpText("after", differentialExamples)
      .action(async ({ sequences, first }) =>
        done(await runRoom("tests/differential/main.ts", ["--sequences", sequences, "--first", first])),
      ),
  );
  return program;
}
