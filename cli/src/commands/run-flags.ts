/** The flags of `run`, declared once; `build` shares those that say what goes into an image. */
import { Command, Option } from "@commander-js/extra-typings";
import type { BuildMode } from "@osier/compiler";
import type { Accelerator, ConsoleType, MachineType } from "../vm/config.ts";
import { defaultConsole } from "../vm/config.ts";
import {
  cpusSchema,
  envSchema,
  flag,
  memorySchema,
  repeated,
  timeoutSchema,
  workdirSchema,
} from "./flags.ts";

const none: string[] = [];

export function runCommand() {
  return new Command("run")
    .summary("boot a Linux program as a virtual machine")
    .description(
      "Boots PROGRAM of this machine, with its libraries and data, on Osier's kernel under QEMU.\n" +
        "Its output is the command's output, its exit status the command's status.",
    )
    .argument("<program>", "a Linux executable or script: a path, or a name on PATH")
    .argument("[args...]", "its arguments, after --")
    .option(
      "-m, --memory <size>",
      "memory of the machine: 64M, 1G; a plain number is MiB",
      flag("--memory", memorySchema),
      512,
    )
    .option("--cpus <n>", "virtual processors", flag("--cpus", cpusSchema), 1)
    .option(
      "-e, --env <name=value>",
      "set a variable for the program (repeatable); NAME passes the host's on",
      repeated("--env", envSchema),
      none,
    )
    .option(
      "--add <path[:guest]>",
      "add a file or directory to the image (repeatable)",
      (path: string, before: string[]) => [...before, path],
      none,
    )
    .option(
      "--also <program>",
      "take in another program that this one starts: a path, or a name on PATH (repeatable)",
      (name: string, before: string[]) => [...before, name],
      none,
    )
    .option("--workdir <dir>", "the program's working directory", flag("--workdir", workdirSchema), "/")
    .option("--no-packages", "leave out the data of the Debian packages that the program belongs to")
    .option("--no-cache", "make the image anew")
    .addOption(
      new Option("--accel <name>", "virtualisation")
        .choices(["auto", "kvm", "tcg"] as const)
        .default("auto" as Accelerator | "auto"),
    )
    .addOption(
      new Option("--machine <type>", "QEMU machine")
        .choices(["microvm", "q35"] as const)
        .default("microvm" as MachineType),
    )
    .addOption(
      new Option("--console <type>", "devices for the program's streams")
        .choices(["serial", "virtio"] as const)
        .default(defaultConsole as ConsoleType),
    )
    .option("--image <file>", "boot this image instead of making one; PROGRAM is then a path in it")
    .option("--initrd", "load the image into memory instead of attaching a disk")
    .option("--kernel <file>", "boot this kernel ELF file instead of building one")
    .addOption(
      new Option("--kernel-mode <mode>", "how the kernel is compiled")
        .choices(["release", "development", "debug"] as const)
        .default("release" as BuildMode),
    )
    .option(
      "--timeout <seconds>",
      "end the machine after this time with status 124",
      flag("--timeout", timeoutSchema),
    )
    .option("--verbose", "show the kernel's log, the boot chart and the QEMU command")
    .option("--strace", "show the program's system calls")
    .option("--no-aslr", "give the program and the kernel the same addresses every time")
    .option("--balloon", "let the host take memory back from the machine while it runs (QMP: balloon)")
    .option("--qmp <socket>", "serve QEMU's machine protocol on this socket")
    .option("--dry-run", "print the QEMU command and do not run it")
    .option("--print-config", "print the whole configuration as JSON and do not run")
    .option("--gdb", "build for debugging, wait for gdb, and say how to attach it");
}

export type RunFlags = ReturnType<ReturnType<typeof runCommand>["opts"]>;

export const runExamples = `
Examples:
  osier run /usr/bin/sqlite3 -- :memory: "select 6*7"
  osier run /usr/bin/python3 -- -c 'print("hello")'
  echo hello | osier run /usr/bin/tr -- a-z A-Z
  osier run -m 64M --add ./data:/data ./my-program -- /data/input.txt
  osier run --also sh --also ls /usr/bin/python3 -- -c 'import os; os.system("ls /")'
  osier run --machine q35 --verbose /usr/bin/perl -- -v
  osier run --dry-run ls                      # the QEMU command, for a script of your own
  osier run --gdb ./my-program                # then attach gdb as it says
`;
