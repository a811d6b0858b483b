/** What a machine is made of: the input of the QEMU command builder and of the kernel command line. */

export type MachineType = "microvm" | "q35";
export type Accelerator = "kvm" | "tcg";
/** Which devices carry the program's streams (docs/boot-protocol.md, "Channels"). */
export type ConsoleType = "serial" | "virtio";

/** The one place that says which console a run uses unless told otherwise. */
export const defaultConsole: ConsoleType = "virtio";

/** The program as the kernel shall start it. */
export interface GuestProgram {
  /** Absolute path in the image. */
  exec: string;
  /** argv, with argv[0]. */
  argv: readonly string[];
  /** Environment as `NAME=VALUE`. */
  env: readonly string[];
  /** Working directory in the guest, absolute. */
  cwd: string;
}

/** Those of the program's streams that are terminals on the host. */
export interface Terminal {
  /** Subset of 0, 1, 2. */
  fds: readonly number[];
  columns: number;
  rows: number;
}

export interface VmConfig {
  /** Path of qemu-system-x86_64. */
  qemu: string;
  /** Kernel ELF. */
  kernel: string;
  /** EROFS image, or null for a machine without a root filesystem. */
  image: string | null;
  /** How the image reaches the guest: as a virtio-blk device or as a PVH module. */
  imageBy: "disk" | "initrd";
  machine: MachineType;
  accelerator: Accelerator;
  /** Guest memory in MiB. */
  memoryMiB: number;
  /** Virtual CPUs. */
  cpus: number;
  console: ConsoleType;
  /** Null for a machine that runs no program of an image (probe, tests). */
  program: GuestProgram | null;
  terminal: Terminal | null;
  /** Ask the kernel for its boot log and boot chart. */
  verbose: boolean;
  /** Ask the kernel to log every system call of the program. */
  strace: boolean;
  /** Choose addresses at random, the program's and the kernel's; a debugger turns it off. */
  aslr: boolean;
  /** Whether the host may take memory back. */
  balloon: boolean;
  /** Socket on which QEMU serves its machine protocol (QMP), or null. */
  qmpSocket: string | null;
  /** TCP port for a debugger; the machine then waits for it before the first instruction. */
  gdbPort: number | null;
}
