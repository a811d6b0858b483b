/** What other rooms (tests, benchmarks) use of the command line. */

export { assembleImage, ensureImage, type StoredImage } from "./image-store.ts";
export { ensureKernel, type KernelFiles } from "./kernel.ts";
export { buildDir, cacheDir, rootDir } from "./paths.ts";
export { OsierError, renderError } from "./ui/error.ts";
export { chooseAccelerator } from "./vm/accel.ts";
export { kernelCommandLine } from "./vm/cmdline.ts";
export {
  type Accelerator,
  type ConsoleType,
  defaultConsole,
  type GuestProgram,
  type MachineType,
  type VmConfig,
} from "./vm/config.ts";
export { findQemu } from "./vm/find-qemu.ts";
export { machineOptions, qemuCommand } from "./vm/qemu.ts";
