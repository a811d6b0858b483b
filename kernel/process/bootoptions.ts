/**
 * The words of the kernel command line (docs/boot-protocol.md), and the long form of the program's arguments in a
 * fw_cfg file. Values are percent-decoded in memory of their own.
 */
import { bootInfo } from "../arch/x64/bootinfo.ts";
import { readFirmwareFile } from "../dev/fwcfg/fwcfg.ts";
import { StringList } from "./stringlist.ts";

export class BootOptions {
  /** "vda", "initrd" or another device name. */
  root: string = "vda";
  /** The program, an absolute path. */
  path: string = "";
  readonly args: Embed<StringList> = new StringList();
  readonly env: Embed<StringList> = new StringList();
  cwd: string = "/";
  verbose: boolean = false;
  trace: boolean = false;
  /** Whether addresses are chosen at random. */
  randomise: boolean = true;
  /** Which of descriptors 0, 1, 2 are terminals on the host: a bit each. */
  terminals: u32 = 0;
  columns: u16 = 80;
  rows: u16 = 24;
  argumentsInFile: boolean = false;
}

export const bootOptions = new BootOptions();

const ARGUMENTS_FILE = "opt/osier/args";

/** Reads the command line; true when it named a program, or says that a file does. */
export function parseCommandLine(): void {
  const line = bootInfo.commandLine;
  let start: usize = 0;
  while (start < line.length) {
    let end = start;
    while (end < line.length && line.byteAt(end) !== 0x20) end++;
    if (end > start) takeWord(line.substring(start, end), true);
    start = end + 1;
  }
}

/** Where the command line says so, takes the program and its arguments from the fw_cfg file. False when it is not there. */
export function readArgumentsFile(): boolean {
  if (!bootOptions.argumentsInFile) return true;
  const file = readFirmwareFile(ARGUMENTS_FILE);
  if (file === null) return false;
  let start: usize = 0;
  for (let i: usize = 0; i < file.length; i++) {
    if (file[i] !== 0) continue;
    if (i > start) takeWord(stringAt(file.ptr.add(start), i - start), false);
    start = i + 1;
  }
  return true;
}

function takeWord(word: string, encoded: boolean): void {
  let equals: usize = 0;
  while (equals < word.length && word.byteAt(equals) !== 0x3d) equals++;
  if (equals === word.length) {
    if (word === "norandom") bootOptions.randomise = false;
    return;
  }
  const key = word.substring(0, equals);
  const raw = word.substring(equals + 1, word.length);
  const value: string = encoded ? decode(raw) : raw;
  switch (key) {
    case "root":
      bootOptions.root = value;
      break;
    case "exec":
      bootOptions.path = value;
      break;
    case "arg":
      bootOptions.args.append(value);
      break;
    case "env":
      bootOptions.env.append(value);
      break;
    case "cwd":
      bootOptions.cwd = value;
      break;
    case "verbose":
      bootOptions.verbose = value === "1";
      break;
    case "strace":
      bootOptions.trace = value === "1";
      break;
    case "args":
      bootOptions.argumentsInFile = value === "fw_cfg";
      break;
    case "tty":
      for (let i: usize = 0; i < value.length; i++) {
        const digit = u32(value.byteAt(i)) - 0x30;
        if (digit < 3) bootOptions.terminals |= u32(1) << digit;
      }
      break;
    case "winsize":
      takeWindowSize(value);
      break;
    default:
      break; // QEMU adds words of its own
  }
}

function takeWindowSize(value: string): void {
  let numbers!: FixedArray<u32, 2>;
  let which: usize = 0;
  for (let i: usize = 0; i < value.length; i++) {
    const c = value.byteAt(i);
    if (c === 0x78 && which === 0) which = 1;
    else if (c >= 0x30 && c <= 0x39) numbers[which] = numbers[which] * 10 + u32(c - 0x30);
    else return;
  }
  bootOptions.columns = u16(min(numbers[0], 65535));
  bootOptions.rows = u16(min(numbers[1], 65535));
}

function hexDigit(c: u8): u32 {
  if (c >= 0x30 && c <= 0x39) return u32(c) - 0x30;
  if (c >= 0x41 && c <= 0x46) return u32(c) - 0x41 + 10;
  if (c >= 0x61 && c <= 0x66) return u32(c) - 0x61 + 10;
  return 16;
}

/** Percent-decoding; a percent sign without two digits stands for itself. */
function decode(text: string): string {
  let plain = true;
  for (let i: usize = 0; i < text.length; i++) if (text.byteAt(i) === 0x25) plain = false;
  if (plain) return text;
  const out = newArray<u8>(text.length + 1);
  let length: usize = 0;
  for (let i: usize = 0; i < text.length; i++) {
    let c = text.byteAt(i);
    if (c === 0x25 && i + 2 < text.length) {
      const high = hexDigit(text.byteAt(i + 1));
      const low = hexDigit(text.byteAt(i + 2));
      if (high < 16 && low < 16) {
        c = u8(high * 16 + low);
        i += 2;
      }
    }
    out[length] = c;
    length++;
  }
  return stringAt(out.ptr, length);
}
