/**
 * The kernel command line (docs/boot-protocol.md, "Command line").
 *
 * Values are percent-encoded byte by byte, so that arguments and environment may hold any byte but NUL.
 * What would not fit goes into the fw_cfg file `opt/osier/args` as NUL-terminated records.
 */
import { OsierError } from "../ui/error.ts";
import type { GuestProgram, VmConfig } from "./config.ts";

/** Longest command line that goes inline; firmware buffers of 2 KiB also hold the words that QEMU adds. */
const inlineLimit = 1500;

/** Name of the fw_cfg file with the arguments that do not fit inline. */
export const argumentsFile = "opt/osier/args";

const plain = /[A-Za-z0-9._\-/:,+@=~]/;

/** Percent-encodes the UTF-8 bytes of a value. */
export function encodeValue(value: string): string {
  let text = "";
  for (const byte of Buffer.from(value, "utf8")) {
    const char = String.fromCharCode(byte);
    text += byte < 0x80 && plain.test(char) ? char : "%" + byte.toString(16).padStart(2, "0").toUpperCase();
  }
  return text;
}

/** The reverse of {@link encodeValue}; what the kernel's parser must do, used by tests. */
export function decodeValue(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "%") {
      bytes.push(Number.parseInt(text.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(text.charCodeAt(i));
  }
  return Buffer.from(bytes).toString("utf8");
}

function programRecords(program: GuestProgram): [string, string][] {
  const records: [string, string][] = [["exec", program.exec]];
  for (const arg of program.argv) records.push(["arg", arg]);
  for (const variable of program.env) records.push(["env", variable]);
  if (program.cwd !== "/") records.push(["cwd", program.cwd]);
  for (const [key, value] of records) {
    if (!value.includes("\0")) continue;
    throw new OsierError({ what: `a NUL byte in ${key} cannot be passed to a program`, mend: "remove it" });
  }
  return records;
}

export interface KernelCommandLine {
  /** For `-append`. */
  append: string;
  /** Content of the fw_cfg file, or null when everything is inline. */
  fwCfg: Buffer | null;
}

/** Builds the command line of a machine. */
export function kernelCommandLine(config: VmConfig): KernelCommandLine {
  const words: string[] = [];
  if (config.image !== null) words.push(`root=${config.imageBy === "initrd" ? "initrd" : "vda"}`);
  words.push(`console=${config.console}`);
  if (config.verbose) words.push("verbose=1");
  if (config.strace) words.push("strace=1");
  if (!config.aslr || config.gdbPort !== null) words.push("norandom");
  if (config.terminal !== null && config.terminal.fds.length > 0) {
    const { fds, columns, rows } = config.terminal;
    words.push(`tty=${fds.join(",")}`, `winsize=${columns}x${rows}`);
  }
  if (config.program === null) return { append: words.join(" "), fwCfg: null };

  const records = programRecords(config.program);
  const inline = [...words, ...records.map(([key, value]) => `${key}=${encodeValue(value)}`)].join(" ");
  if (inline.length <= inlineLimit) return { append: inline, fwCfg: null };
  const fwCfg = Buffer.from(records.map(([key, value]) => `${key}=${value}\0`).join(""), "utf8");
  return { append: [...words, "args=fw_cfg"].join(" "), fwCfg };
}
