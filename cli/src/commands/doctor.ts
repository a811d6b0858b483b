/** `osier doctor`: is everything here that Osier needs, and does it work? */
import { spawnSync } from "node:child_process";
import { statfsSync } from "node:fs";
import { Command } from "@commander-js/extra-typings";
import pc from "picocolors";
import { findOnPath } from "../find-on-path.ts";
import { rootDir } from "../paths.ts";
import { installCommand, isInstalled, packageGroups, requiredPackages } from "../setup/packages.ts";
import { chooseAccelerator, probe } from "../vm/accel.ts";
import { qemuName } from "../vm/find-qemu.ts";

export interface Finding {
  name: string;
  /** `bad` makes the command fail, `note` does not. */
  state: "ok" | "note" | "bad";
  says: string;
  /** How to mend it; empty when there is nothing to mend. */
  mend: string;
}

const llvmMajor = 19;
const wantedSpaceMiB = 1024;
const probeLimitMs = 10_000;

export function doctorCommand() {
  return new Command("doctor")
    .summary("check this machine")
    .description(
      "Checks Node, packages, LLVM, QEMU and the accelerator. Fails when something that `run` needs is missing.",
    )
    .option("--json", "print the findings as JSON");
}

export const doctorExamples = `
Examples:
  osier doctor
  osier doctor --json
`;

export async function doctor(flags: { json?: true | undefined }): Promise<number> {
  const findings = [node(), ...packages(), ...tools(), ...(await machine()), space()];
  process.stdout.write(flags.json === true ? `${JSON.stringify(findings)}\n` : findings.map(render).join(""));
  return findings.some(({ state }) => state === "bad") ? 1 : 0;
}

function render({ name, state, says, mend }: Finding): string {
  const mark = { ok: pc.green("ok  "), note: pc.yellow("note"), bad: pc.red("bad ") }[state];
  return `${mark} ${name.padEnd(12)} ${says}\n${mend === "" ? "" : `                  ${mend}\n`}`;
}

function node(): Finding {
  const ok = Number(process.versions.node.split(".")[0]) >= 20;
  return {
    name: "node",
    state: ok ? "ok" : "bad",
    says: process.version,
    mend: ok ? "" : "install Node 20 or newer",
  };
}

function packages(): Finding[] {
  const all = requiredPackages();
  return packageGroups.map((group) => {
    const list = all.filter((pkg) => pkg.group === group);
    const missing = list.filter((pkg) => !isInstalled(pkg)).map(({ name }) => name);
    const complete = missing.length === 0;
    const says = complete
      ? `all ${list.length} packages for ${group}`
      : `missing for ${group}: ${missing.join(", ")}`;
    const state = complete ? "ok" : group === "run" ? "bad" : "note";
    return { name: `apt ${group}`, state, says, mend: complete ? "" : installCommand(missing) };
  });
}

function versionOf(command: string, pattern: RegExp): string | null {
  const { stdout, status } = spawnSync(command, ["--version"], { encoding: "utf8", timeout: 10_000 });
  return status === 0 ? (pattern.exec(stdout)?.[1] ?? null) : null;
}

function tools(): Finding[] {
  return ["clang", "ld.lld", "llvm-symbolizer"].map((tool) => {
    const version = versionOf(`${tool}-${llvmMajor}`, /(\d+\.\d+\.\d+)/);
    const ok = version?.startsWith(`${llvmMajor}.`) === true;
    const mend = ok ? "" : installCommand([`clang-${llvmMajor}`, `lld-${llvmMajor}`, `llvm-${llvmMajor}`]);
    return { name: tool, state: ok ? "ok" : "bad", says: version ?? "missing", mend };
  });
}

async function machine(): Promise<Finding[]> {
  const qemu = findOnPath(qemuName);
  if (qemu === null)
    return [{ name: "qemu", state: "bad", says: "missing", mend: installCommand(["qemu-system-x86"]) }];
  const boots = await probe(qemu, "tcg", probeLimitMs);
  const version = versionOf(qemu, /version (\S+)/) ?? "of unknown version";
  const choice = await chooseAccelerator(qemu);
  return [
    {
      name: "qemu",
      state: boots ? "ok" : "bad",
      says: `${version}${boots ? ", boots a microvm" : ", but a tiny kernel did not boot"}`,
      mend: boots ? "" : "try it by hand: qemu-system-x86_64 -M microvm -accel tcg",
    },
    {
      name: "accelerator",
      state: choice.accelerator === "kvm" ? "ok" : "note",
      says: `${choice.accelerator}: ${choice.reason}`,
      mend:
        choice.accelerator === "kvm"
          ? ""
          : "KVM would be faster: a processor with virtualisation, and the right to open /dev/kvm",
    },
  ];
}

function space(): Finding {
  const { bavail, bsize } = statfsSync(rootDir);
  const free = Math.floor((bavail * bsize) / 1048576);
  const ok = free >= wantedSpaceMiB;
  return {
    name: "disk",
    state: ok ? "ok" : "note",
    says: `${free} MiB free for images and builds`,
    mend: ok ? "" : `make room in ${rootDir}`,
  };
}
