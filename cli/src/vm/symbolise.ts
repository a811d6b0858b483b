/**
 * Resolves the address tokens of reports (docs/boot-protocol.md, "Log and control") with llvm-symbolizer:
 * `[k:0xADDRESS]` in the kernel, `[u:PATH+0xOFFSET]` in a file of the image.
 *
 * A missing symbolizer or unknown address leaves the line as it is: a report is worth more than its symbols.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rootDir } from "../paths.ts";

const symbolizers = ["/usr/bin/llvm-symbolizer-19", "/usr/bin/llvm-symbolizer"];
const token = /\[(?:k:(0x[0-9a-fA-F]+)|u:([^\]+]+)\+(0x[0-9a-fA-F]+))\]/g;
const limitMs = 20_000;

interface Frame {
  FunctionName: string;
  FileName: string;
  Line: number;
}

export class Symboliser {
  private readonly known = new Map<string, string>();
  private readonly tool = symbolizers.find((file) => existsSync(file)) ?? null;

  /**
   * @param kernel the kernel's ELF file with symbols
   * @param hostFile the host file behind a path of the image, or null
   */
  constructor(
    private readonly kernel: string,
    private readonly hostFile: (guestPath: string) => string | null,
  ) {}

  /** The line with what its tokens stand for appended. */
  line(text: string): string {
    const found: string[] = [];
    for (const [, kernelAddress, path, offset] of text.matchAll(token)) {
      const file = kernelAddress !== undefined ? this.kernel : this.hostFile(path as string);
      if (file !== null) found.push(this.resolve(file, (kernelAddress ?? offset) as string));
    }
    const names = found.filter((name) => name !== "");
    return names.length === 0 ? text : `${text} ${names.join("; ")}`;
  }

  private resolve(file: string, address: string): string {
    const key = `${file} ${address}`;
    let name = this.known.get(key);
    if (name === undefined) {
      name = this.ask(file, address);
      this.known.set(key, name);
    }
    return name;
  }

  private ask(file: string, address: string): string {
    if (this.tool === null) return "";
    const args = ["--output-style=JSON", "--demangle", "--inlining", `--obj=${file}`, address];
    const { status, stdout } = spawnSync(this.tool, args, { encoding: "utf8", timeout: limitMs });
    if (status !== 0) return "";
    const answer = JSON.parse(stdout.split("\n")[0] || "{}") as { Symbol?: Frame[] } | { Symbol?: Frame[] }[];
    const frames = (Array.isArray(answer) ? answer[0]?.Symbol : answer.Symbol) ?? [];
    return frames
      .filter((frame) => frame.FunctionName !== "")
      .map((frame) => frame.FunctionName + place(frame))
      .join(" inlined into ");
  }
}

/** The compiler names sources relative to the clone, under this prefix, so that builds do not depend on its place. */
const sourcePrefix = "osier/";

function place(frame: Frame): string {
  if (frame.FileName === "") return "";
  const ours = [`${rootDir}/`, sourcePrefix].find((prefix) => frame.FileName.startsWith(prefix)) ?? "";
  return ` (${frame.FileName.slice(ours.length)}:${frame.Line})`;
}
