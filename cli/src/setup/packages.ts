/** The Debian packages that Osier uses: cli/setup/packages.list, which the launcher reads too. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "../paths.ts";

/** Who needs packages: everything, `osier test`, `osier test --slow`, `osier bench`. */
export const packageGroups = ["run", "test", "slow", "bench"] as const;
export type PackageGroup = (typeof packageGroups)[number];

export interface RequiredPackage {
  /** Who needs it. */
  group: PackageGroup;
  name: string;
  /** It is installed when one of these exists. */
  files: string[];
}

export function requiredPackages(): RequiredPackage[] {
  const packages: RequiredPackage[] = [];
  for (const line of readFileSync(join(rootDir, "cli/setup/packages.list"), "utf8").split("\n")) {
    const [word, name, ...files] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (name === undefined) continue;
    const group = packageGroups.find((known) => known === word);
    if (group === undefined) throw new Error(`packages.list: unknown group in: ${line}`);
    packages.push({ group, name, files });
  }
  return packages;
}

export function isInstalled(pkg: RequiredPackage): boolean {
  return pkg.files.some((file) => existsSync(file));
}

/** The command that installs packages. */
export function installCommand(names: readonly string[]): string {
  return `sudo apt-get install --no-install-recommends -y ${[...new Set(names)].sort().join(" ")}`;
}
