/** /proc/sys: settings of the kernel as programs ask for them (proc_sys(5)). Those that may be written take it and stay. */
import { addProcFile } from "../fs/procfs/procfs.ts";
import { machineRandomises } from "./randomise.ts";

export function publishSettings(): void {
  addProcFile("sys/kernel/osrelease", 0o444, (w) => w.string("6.1.0-osier\n"));
  addProcFile("sys/kernel/ostype", 0o444, (w) => w.string("Linux\n"));
  addProcFile("sys/kernel/version", 0o444, (w) => w.string("#1 Osier\n"));
  addProcFile("sys/kernel/hostname", 0o644, (w) => w.string("osier\n"));
  addProcFile("sys/kernel/pid_max", 0o644, (w) => w.string("32768\n"));
  addProcFile("sys/kernel/threads-max", 0o644, (w) => w.string("32768\n"));
  addProcFile("sys/kernel/ngroups_max", 0o444, (w) => w.string("65536\n"));
  addProcFile("sys/kernel/cap_last_cap", 0o444, (w) => w.string("40\n"));
  addProcFile("sys/kernel/randomize_va_space", 0o644, (w) => w.string(machineRandomises() ? "2\n" : "0\n"));
  addProcFile("sys/vm/overcommit_memory", 0o644, (w) => w.string("0\n"));
  addProcFile("sys/vm/max_map_count", 0o644, (w) => w.string("65530\n"));
  addProcFile("sys/vm/mmap_min_addr", 0o644, (w) => w.string("4096\n"));
  addProcFile("sys/fs/file-max", 0o644, (w) => w.string("9223372036854775807\n"));
  addProcFile("sys/fs/nr_open", 0o644, (w) => w.string("1048576\n"));
  addProcFile("sys/fs/pipe-max-size", 0o644, (w) => w.string("65536\n"));
  addProcFile("sys/kernel/core_pattern", 0o644, (w) => w.string("core\n"));
  addProcFile("sys/kernel/perf_event_paranoid", 0o644, (w) => w.string("4\n"));
  addProcFile("sys/net/core/somaxconn", 0o644, (w) => w.string("4096\n"));
}
