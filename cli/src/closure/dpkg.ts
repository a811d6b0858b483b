/**
 * Reads Debian's package database (/var/lib/dpkg: `status`, `info/*.list`) without calling dpkg.
 *
 * `status` is parsed whole (a few milliseconds a megabyte). Which package owns a file is found by searching the
 * lists; the answer only depends on the database's state, whose stamp is part of the image's key.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface Package {
  name: string;
  /** Name of the source package that it was built from. */
  source: string;
  section: string;
  /** Names of Depends and Pre-Depends; of alternatives the first that is installed. */
  depends: readonly string[];
  /** Names of Recommends and Suggests that are installed. */
  recommends: readonly string[];
  /** Path of its file list. */
  listFile: string;
}

function fieldsOf(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of stanza.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0 && line[0] !== " ") fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return fields;
}

/** `libc6 (>= 2.35), a | b` as lists of alternatives. */
function alternatives(field: string | undefined): string[][] {
  if (field === undefined || field === "") return [];
  return field.split(",").map((item) => item.split("|").map((name) => name.trim().replace(/[ (:].*$/, "")));
}

export class PackageDatabase {
  private readonly packages = new Map<string, Package>();
  private readonly provided = new Map<string, string>();
  private readonly lists = new Map<string, readonly string[]>();

  private constructor(private readonly root: string) {}

  /** Opens the database, or null on a system without one. */
  static open(root = "/var/lib/dpkg"): PackageDatabase | null {
    if (!existsSync(join(root, "status"))) return null;
    const database = new PackageDatabase(root);
    database.load();
    return database;
  }

  private load(): void {
    const stanzas: Map<string, string>[] = [];
    for (const stanza of readFileSync(join(this.root, "status"), "utf8").split("\n\n")) {
      if (!stanza.includes("Status: install ok installed")) continue;
      const fields = fieldsOf(stanza);
      if (!["amd64", "all"].includes(fields.get("Architecture") ?? "")) continue;
      stanzas.push(fields);
      for (const [name] of alternatives(fields.get("Provides"))) {
        if (name !== undefined) this.provided.set(name, fields.get("Package") as string);
      }
    }
    const names = new Set(stanzas.map((fields) => fields.get("Package") as string));
    const installed = (group: string[]) => {
      const direct = group.find((name) => names.has(name));
      return direct ?? group.map((name) => this.provided.get(name)).find((name) => name !== undefined);
    };
    const resolve = (...fields: (string | undefined)[]) =>
      fields.flatMap((field) => alternatives(field).map(installed)).filter((name) => name !== undefined);
    for (const fields of stanzas) {
      const name = fields.get("Package") as string;
      const plain = join(this.root, "info", `${name}.list`);
      this.packages.set(name, {
        name,
        source: (fields.get("Source") ?? name).replace(/ .*/, ""),
        section: fields.get("Section") ?? "",
        depends: resolve(fields.get("Pre-Depends"), fields.get("Depends")),
        recommends: resolve(fields.get("Recommends"), fields.get("Suggests")),
        listFile: existsSync(plain) ? plain : join(this.root, "info", `${name}:amd64.list`),
      });
    }
  }

  get(name: string): Package | null {
    return this.packages.get(name) ?? null;
  }

  /** Paths of a package's files and directories, as it lists them. */
  files(pkg: Package): readonly string[] {
    let files = this.lists.get(pkg.name);
    if (files === undefined) {
      files = existsSync(pkg.listFile)
        ? readFileSync(pkg.listFile, "utf8")
            .split("\n")
            .filter((line) => line.length > 2)
        : [];
      this.lists.set(pkg.name, files);
    }
    return files;
  }

  /** The package that owns one of these spellings of a path, or null. */
  ownerOf(paths: readonly string[]): Package | null {
    const needles = paths.map((path) => Buffer.from(`\n${path}\n`));
    const info = join(this.root, "info");
    for (const file of readdirSync(info)) {
      if (!file.endsWith(".list")) continue;
      const text = readFileSync(join(info, file));
      if (!needles.some((needle) => text.includes(needle))) continue;
      const pkg = this.get(file.replace(/(:[a-z0-9]+)?\.list$/, ""));
      if (pkg !== null) return pkg;
    }
    return null;
  }

  /** Changes whenever a package is installed, removed or upgraded. */
  static stamp(root = "/var/lib/dpkg"): string {
    const status = join(root, "status");
    if (!existsSync(status)) return "none";
    const { size, mtimeMs } = statSync(status);
    return `${size} ${mtimeMs}`;
  }
}
