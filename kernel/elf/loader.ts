/**
 * Loads a program: static, static-PIE, or dynamic with its interpreter (the program's own ld.so), and builds the
 * stack that it starts with. Relocation, RELRO and thread-local storage are the program's own business.
 *
 * What is wrong with a file is reported by name, since there is no program yet that could say so.
 */
import { features } from "../arch/x64/features.ts";
import { randomBytes } from "../dev/random/random.ts";
import { Errno } from "../lib/errno.ts";
import { log, report } from "../lib/log.ts";
import { space } from "../mm/addressspace.ts";
import { heapAlloc, heapFree } from "../mm/heap.ts";
import { PAGE_SIZE, pageUp, STACK_LIMIT } from "../mm/layout.ts";
import { Prot } from "../mm/mapflags.ts";
import { programLayout } from "../mm/programlayout.ts";
import { currentMemory } from "../mm/programmemory.ts";
import type { Inode } from "../vfs/inode.ts";
import { openInode } from "../vfs/path.ts";
import { readPages } from "../vfs/regularfile.ts";
import { ElfMachine, ElfType, SEGMENT_BYTES } from "./format.ts";
import { buildInitialStack, initialStackBytes, ProgramFacts } from "./initialstack.ts";
import { describeElfError, ElfError, ElfImage, readElfHeader, readElfSegments } from "./reader.ts";
import { mapSegments, placeImage } from "./segments.ts";

/** A program that is ready to run. */
export class LoadedProgram {
  /** Where to begin: the interpreter's entry, or the program's own. */
  entry: u64 = 0;
  stackPointer: u64 = 0;
  /** Load base and entry of the program itself. */
  base: u64 = 0;
  programEntry: u64 = 0;
  /** Load base of its interpreter; 0 without one. */
  interpreterBase: u64 = 0;
}

/** Stack that is mapped beyond what the strings take, a random gap included; the rest comes on demand. */
const STACK_AT_START: u64 = 0x2_0000;
const HWCAP2_FSGSBASE: u64 = 2;
/** Bytes of a signal frame besides the vector state: ucontext, siginfo, red zone, alignment. */
const SIGNAL_FRAME: u64 = 1024;

/** Loads the program at `path`: the program, or null and a negative errno, which has been reported. */
export function loadProgram(
  path: string,
  args: Slice<string>,
  env: Slice<string>,
): [LoadedProgram | null, i32] {
  const stackBytes = initialStackBytes(path, args, env);
  if (stackBytes === 0) return refuse(path, "its arguments and environment are too long", -Errno.E2BIG);
  const program = new LoadedProgram();
  const error = load(path, program, args, env, stackBytes);
  if (error === 0) return [program, 0];
  free(program);
  return [null, error];
}

function load(
  path: string,
  program: LoadedProgram,
  args: Slice<string>,
  env: Slice<string>,
  stackBytes: u64,
): i32 {
  const image = new ElfImage();
  const [file, openError] = openImage(path, image, "");
  if (file === null) {
    free(image);
    return openError;
  }
  const facts: Embed<ProgramFacts> = new ProgramFacts();
  let error = loadImage(path, file, image, program, facts);
  if (error === 0 && image.interpreterSize > 0) error = loadInterpreter(path, file, image, program);
  file.release();
  if (error === 0) error = startStack(path, args, env, stackBytes, image.executableStack, program, facts);
  free(image);
  if (error === 0)
    log(
      `elf: ${path} at ${hex(program.base)}, entry ${hex(program.entry)}, stack ${hex(program.stackPointer)}`,
    );
  return error;
}

function refuse(path: string, why: string, error: i32): [LoadedProgram | null, i32] {
  report(`elf: ${path}: ${why}`);
  return [null, error];
}

/** Opens a file and reads its headers into `image`: a reference for the caller. `neededBy` is the program of an interpreter. */
function openImage(path: string, image: ElfImage, neededBy: string): [Inode | null, i32] {
  const [file, error] = openInode(path);
  if (file === null) {
    const why: string = error === -Errno.ENOENT ? "no such file" : "cannot be opened";
    if (neededBy.length > 0) report(`elf: ${path}: ${why}: the interpreter of ${neededBy}`);
    else report(`elf: ${path}: ${why} (errno ${-error})`);
    return [null, error];
  }
  if (!file.isRegular || (file.mode & 0o111) === 0) {
    report(`elf: ${path}: ${file.isRegular ? "is not executable" : "is no regular file"}`);
    file.release();
    return [null, -Errno.EACCES];
  }
  const wrong = readHeaders(file, image);
  if (wrong === ElfError.none) return [file, 0];
  file.release();
  if (wrong === READ_FAILED) {
    report(`elf: ${path}: cannot be read (errno ${Errno.EIO})`);
    return [null, -Errno.EIO];
  }
  if (wrong === ElfError.wrongMachine)
    report(`elf: ${path}: ${describeElfError(wrong)}: ${machineName(image.machine)}`);
  else report(`elf: ${path}: ${describeElfError(wrong)}`);
  return [null, -Errno.ENOEXEC];
}

/** Beside the ElfErrors: the file gave no data. */
const READ_FAILED: u32 = 0xffff;

function readHeaders(file: Inode, image: ElfImage): u32 {
  const memory = heapAlloc(PAGE_SIZE, 16);
  if (memory === 0) return READ_FAILED;
  const error = readInto(memory, file, image);
  heapFree(memory);
  return error;
}

function readInto(memory: u64, file: Inode, image: ElfImage): u32 {
  const size = file.size;
  const got = readPages(file, memory, 64, 0);
  if (got < 0) return READ_FAILED;
  const error = readElfHeader(ptr<u8>(memory).slice(u64(got)), size, ElfMachine.x86_64, image);
  if (error !== ElfError.none) return error;
  const bytes = image.tableCount * SEGMENT_BYTES;
  const read = readPages(file, memory, bytes, image.tableOffset);
  if (read < 0) return READ_FAILED;
  return readElfSegments(ptr<u8>(memory).slice(u64(read)), size, image);
}

function machineName(machine: u32): string {
  switch (machine) {
    case ElfMachine.x86:
      return "x86";
    case ElfMachine.arm:
      return "arm";
    case ElfMachine.aarch64:
      return "aarch64";
    case ElfMachine.riscv:
      return "riscv";
    default:
      return "an unknown one";
  }
}

function loadImage(
  path: string,
  file: Inode,
  image: ElfImage,
  program: LoadedProgram,
  facts: ProgramFacts,
): i32 {
  if (image.type === ElfType.shared) {
    const base = placeImage(space, image, currentMemory().pieBase);
    if (base < 0) return failed(path, i32(base));
    program.base = u64(base);
  } else if (space.hasOthers(image.start, image.end)) {
    report("\x01report-begin");
    report(
      `osier: execve: ${path} is linked to the addresses ${hex(image.start)} to ${hex(image.end)}, where another program already runs: only position-independent programs can run beside it (ENOMEM)`,
    );
    report("\x01report-end");
    return -Errno.ENOMEM;
  }
  const error = mapSegments(space, image, program.base, file);
  if (error !== 0) return failed(path, error);
  space.setBrkStart(pageUp(program.base + image.end) + currentMemory().brkGap);
  program.programEntry = program.base + image.entry;
  program.entry = program.programEntry;
  facts.tableAddress = image.tableAddress === 0 ? 0 : program.base + image.tableAddress;
  facts.tableCount = image.tableCount;
  return 0;
}

function failed(path: string, error: i32): i32 {
  if (error === -Errno.ENOMEM) report(`elf: ${path}: does not fit into memory`);
  else report(`elf: ${path}: cannot be mapped (errno ${-error})`);
  return error;
}

function loadInterpreter(path: string, file: Inode, image: ElfImage, program: LoadedProgram): i32 {
  const size = image.interpreterSize;
  const memory = heapAlloc(size, 1);
  if (memory === 0) return failed(path, -Errno.ENOMEM);
  let error: i32 = 0;
  const name = stringAt(ptr<u8>(memory), size - 1);
  if (
    readPages(file, memory, size, image.interpreterOffset) !== isize(size) ||
    !isPath(ptr<u8>(memory).slice(size))
  ) {
    report(`elf: ${path}: ${describeElfError(ElfError.badInterpreter)}`);
    error = -Errno.ENOEXEC;
  } else {
    error = mapInterpreter(path, name, program);
  }
  heapFree(memory);
  return error;
}

/** Whether the bytes are one NUL-terminated string that is not empty. */
function isPath(bytes: Slice<u8>): boolean {
  for (let i: u64 = 0; i + 1 < bytes.length; i++) if (bytes[i] === 0) return false;
  return bytes[bytes.length - 1] === 0;
}

function mapInterpreter(path: string, name: string, program: LoadedProgram): i32 {
  const image = new ElfImage();
  const [file, openError] = openImage(name, image, path);
  if (file === null) {
    free(image);
    return openError;
  }
  let error: i32 = 0;
  let base: u64 = 0;
  if (image.type === ElfType.shared) {
    const got = placeImage(space, image, 0);
    if (got < 0) error = i32(got);
    else base = u64(got);
  }
  if (error === 0) error = mapSegments(space, image, base, file);
  if (error !== 0) failed(name, error);
  program.interpreterBase = base;
  program.entry = base + image.entry;
  file.release();
  free(image);
  return error;
}

function startStack(
  path: string,
  args: Slice<string>,
  env: Slice<string>,
  bytes: u64,
  executable: boolean,
  program: LoadedProgram,
  facts: ProgramFacts,
): i32 {
  const size = min(bytes + STACK_AT_START, STACK_LIMIT);
  if (!space.mapStack(size)) return failed(path, -Errno.ENOMEM);
  if (executable) {
    const top = currentMemory().stackTop;
    const start = (top - size) & ~(PAGE_SIZE - 1);
    space.protect(start, top - start, Prot.read | Prot.write | Prot.execute);
  }
  facts.entry = program.programEntry;
  facts.interpreterBase = program.interpreterBase;
  facts.hwcap = u64(features.hwcap);
  facts.hwcap2 = features.fsgsbase ? HWCAP2_FSGSBASE : 0;
  facts.vdso = programLayout.vdso;
  facts.signalStack = features.stateSize + SIGNAL_FRAME;
  randomBytes(facts.random.ptr.addr, 16);
  const pointer = buildInitialStack(space, path, args, env, facts);
  if (pointer < 0) return failed(path, i32(pointer));
  program.stackPointer = u64(pointer);
  return 0;
}
