/**
 * Builds the QEMU command of a machine (docs/boot-protocol.md).
 *
 * The devices that both machines share come first, then what differs: microvm has virtio over MMIO, q35 has
 * virtio over PCI, and both only in the modern form.
 */
import { argumentsFile, kernelCommandLine } from "./cmdline.ts";
import type { MachineType, VmConfig } from "./config.ts";

/** Character device back-ends of the three channels, as QEMU's `-chardev` takes them, without an id. */
export interface ChannelBackends {
  /** Program's stdin and stdout. */
  console: string;
  /** Program's stderr. */
  stderr: string;
  /** Kernel log and control lines. */
  log: string;
}

/** Back-ends for a command that a person types: the streams of the terminal, escapes and all. */
export const typedBackends: ChannelBackends = {
  console: "stdio,signal=off",
  stderr: "file,path=/dev/stderr",
  log: "file,path=/dev/stderr",
};

/** The board, without devices: the same for every kernel that is to be compared. */
export function machineOptions(machine: MachineType): string[] {
  if (machine === "q35") return ["-M", "q35,usb=off,sata=off,smbus=off,smm=off,vmport=off"];
  return [
    "-M",
    "microvm,acpi=off,pcie=off,usb=off,pit=on,pic=on,rtc=on,isa-serial=on,auto-kernel-cmdline=on",
    "-global",
    "virtio-mmio.force-legacy=false",
  ];
}

/** Name and fixed properties of a virtio device on a machine's bus. */
function virtioDevice(machine: MachineType, kind: "blk" | "serial" | "rng" | "balloon"): string {
  return machine === "q35" ? `virtio-${kind}-pci,disable-legacy=on` : `virtio-${kind}-device`;
}

function consoleDevices(config: VmConfig): string[] {
  if (config.console === "serial") {
    return ["-serial", "chardev:con", "-device", "isa-debugcon,iobase=0xea,chardev=err"];
  }
  // virtserialport and not virtconsole, which drops output while its reader is slow
  const serial = virtioDevice(config.machine, "serial");
  return [
    ...["-device", `${serial},id=vser,max_ports=3`],
    ...["-device", "virtserialport,bus=vser.0,nr=1,chardev=con"],
    ...["-device", "virtserialport,bus=vser.0,nr=2,chardev=err"],
  ];
}

function rootDevice(config: VmConfig): string[] {
  if (config.image === null) return [];
  if (config.imageBy === "initrd") return ["-initrd", config.image];
  const file = config.image.replaceAll(",", ",,");
  const drive = `file=${file},format=raw,if=none,id=root,readonly=on`;
  return ["-drive", drive, "-device", `${virtioDevice(config.machine, "blk")},drive=root`];
}

/** Under its name the host asks for statistics (qom-get /machine/peripheral/balloon guest-stats). */
function balloonDevice(config: VmConfig): string[] {
  const options = "id=balloon,deflate-on-oom=on,free-page-reporting=on";
  return ["-device", `${virtioDevice(config.machine, "balloon")},${options}`];
}

/**
 * The whole command, program first.
 * @param fwCfgFile where the caller wrote the arguments that do not fit on the command line
 */
export function qemuCommand(config: VmConfig, backends: ChannelBackends, fwCfgFile: string): string[] {
  const { append, fwCfg } = kernelCommandLine(config);
  const [conType, ...con] = backends.console.split(",");
  const [errType, ...err] = backends.stderr.split(",");
  const [logType, ...log] = backends.log.split(",");
  return [
    config.qemu,
    ...machineOptions(config.machine),
    ...["-accel", config.accelerator, "-cpu", config.accelerator === "kvm" ? "host" : "max"],
    ...["-m", `${config.memoryMiB}M`, "-smp", String(config.cpus)],
    ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"],
    ...["-chardev", [conType, "id=con", ...con].join(",")],
    ...["-chardev", [errType, "id=err", ...err].join(",")],
    ...["-chardev", [logType, "id=log", ...log].join(",")],
    ...["-device", "isa-debugcon,iobase=0xe9,chardev=log"],
    ...["-device", "isa-debug-exit,iobase=0xf4,iosize=4"],
    ...consoleDevices(config),
    ...rootDevice(config),
    ...["-device", virtioDevice(config.machine, "rng")],
    ...(config.balloon ? balloonDevice(config) : []),
    ...(config.qmpSocket === null
      ? []
      : ["-qmp", `unix:${config.qmpSocket.replaceAll(",", ",,")},server=on,wait=off`]),
    ...(fwCfg === null ? [] : ["-fw_cfg", `name=${argumentsFile},file=${fwCfgFile}`]),
    ...(config.gdbPort === null ? [] : ["-S", "-gdb", `tcp:127.0.0.1:${config.gdbPort}`]),
    ...["-kernel", config.kernel],
    ...(append === "" ? [] : ["-append", append]),
  ];
}

/** A command as a shell would take it. */
export function shellQuote(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}
