/** What /proc says of the program and the machine (proc(5)). */
import { bootInfo } from "../arch/x64/bootinfo.ts";
import { randomBytes } from "../dev/random/random.ts";
import { addProcFile, addProcInode, addProcLink, procRoot, sealProcFs } from "../fs/procfs/procfs.ts";
import { writeHex } from "../lib/format.ts";
import { GrowingWriter } from "../lib/growingwriter.ts";
import type { Writer } from "../lib/writer.ts";
import { space } from "../mm/addressspace.ts";
import { heapUsage } from "../mm/heap.ts";
import { kernelStackPages } from "../mm/kernelstack.ts";
import { freePageCount, totalPageCount } from "../mm/pages.ts";
import { cachedPageCount, filePageCount } from "../mm/users.ts";
import { currentThread, findThread, type Thread } from "../sched/thread.ts";
import { monotonicNs } from "../time/clock.ts";
import { root, writePath } from "../vfs/path.ts";
import { DescriptorInfoDirectory } from "./descriptorinfo.ts";
import { DescriptorDirectory } from "./descriptors.ts";
import { askedProcess, currentProcess } from "./process.ts";
import { publishIpc } from "./procipc.ts";
import { writeAuxiliaryVector, writeStatm } from "./procmemory.ts";
import { writeMountInfo, writeMounts } from "./procmounts.ts";
import { writeCpuinfo, writeSystemStat } from "./procprocessors.ts";
import { publishSettings } from "./procsettings.ts";
import { writeSmaps, writeSmapsRollup } from "./procsmaps.ts";
import { processNames } from "./procview.ts";
import { programThreadCount } from "./programthread.ts";
import { currentPersonality } from "./randomise.ts";
import { ProcessComm, TaskDirectory } from "./tasks.ts";
import { writeThreadStat, writeThreadStatus } from "./threadstatus.ts";

function strings(w: Writer, list: Slice<string>): void {
  for (const s of list) {
    w.string(s);
    w.string("\0");
  }
}
/** The thread that stands for the process: its first, while that lives. */
function leader(): Thread {
  return findThread(askedProcess().pid) ?? currentThread();
}
function writeMeminfo(w: Writer): void {
  const total = totalPageCount() * 4;
  const free = freePageCount() * 4;
  const cached = cachedPageCount() * 4;
  const inMemory = filePageCount() * 4;
  const [, , heapPages] = heapUsage();
  w.text(`MemTotal:       ${pad(total, 8)} kB\nMemFree:        ${pad(free, 8)} kB\n`);
  w.text(`MemAvailable:   ${pad(free + cached, 8)} kB\nBuffers:        ${pad(0, 8)} kB\n`);
  w.text(`Cached:         ${pad(cached + inMemory, 8)} kB\nShmem:          ${pad(inMemory, 8)} kB\n`);
  w.text(
    `Slab:           ${pad(heapPages * 4, 8)} kB\nKernelStack:    ${pad(kernelStackPages() * 4, 8)} kB\n`,
  );
  w.text(`PageTables:     ${pad(space.mappings.table.tablePages * 4, 8)} kB\n`);
  w.text(`SwapTotal:      ${pad(0, 8)} kB\nSwapFree:       ${pad(0, 8)} kB\n`);
}
/** Version 4 UUID (RFC 9562, section 5.4). */
function writeUuid(w: Writer, bytes: Slice<u8>): void {
  const digits = "0123456789abcdef";
  for (let i: u64 = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) w.string("-");
    let b = bytes[i];
    if (i === 6) b = (b & 0x0f) | 0x40;
    if (i === 8) b = (b & 0x3f) | 0x80;
    w.string(digits.substring(u64(b >> 4), u64(b >> 4) + 1));
    w.string(digits.substring(u64(b & 15), u64(b & 15) + 1));
  }
  w.string("\n");
}
function writeRandomUuid(w: Writer): void {
  let bytes!: FixedArray<u8, 16>;
  randomBytes(addressOf(bytes.ptr), 16);
  writeUuid(w, bytes.slice());
}
let bootId!: FixedArray<u8, 16>;
let bootIdSet = false;
function writeBootId(w: Writer): void {
  if (!bootIdSet) randomBytes(addressOf(bootId.ptr), 16);
  bootIdSet = true;
  writeUuid(w, bootId.slice());
}

function publishMachine(): void {
  addProcFile("meminfo", 0o444, writeMeminfo);
  addProcFile("cpuinfo", 0o444, writeCpuinfo);
  addProcFile("mounts", 0o444, writeMounts);
  addProcFile("cmdline", 0o444, (w) => w.text(`${bootInfo.commandLine}\n`));
  addProcFile("version", 0o444, (w) => w.string("Linux version 6.1.0-osier (osier) #1 Osier\n"));
  addProcFile("filesystems", 0o444, (w) =>
    w.string("\terofs\nnodev\tproc\nnodev\tsysfs\nnodev\ttmpfs\nnodev\tdevtmpfs\n"),
  );
  addProcFile("loadavg", 0o444, (w) => w.text(`0.00 0.00 0.00 1/${programThreadCount()} 1\n`));
  addProcFile("uptime", 0o444, (w) => {
    const hundredths = monotonicNs() / 10000000;
    w.text(`${hundredths / 100}.${(hundredths / 10) % 10}${hundredths % 10} 0.00\n`);
  });
  addProcFile("stat", 0o444, writeSystemStat);
  addProcFile("sys/kernel/random/boot_id", 0o444, writeBootId);
  addProcFile("sys/kernel/random/uuid", 0o444, writeRandomUuid);
  publishSettings();
  publishIpc();
}

/** Fills /proc for the program that is about to start. */
export function publishProcess(): void {
  publishMachine();
  addProcLink("self", (w) => w.text(`${currentProcess().pid}`));
  addProcLink("thread-self", (w) => w.text(`${currentProcess().pid}/task/${currentThread().id}`));
  addProcLink("1/exe", (w) => w.string(askedProcess().start.path));
  addProcLink("1/root", (w) => w.string("/"));
  addProcLink("1/cwd", (w) => {
    const path: Embed<GrowingWriter> = new GrowingWriter();
    writePath(askedProcess().directory.get() ?? root(), path);
    w.string(path.contents());
    path.release();
  });
  addProcInode("1/fd", new DescriptorDirectory());
  addProcInode("1/task", new TaskDirectory());
  addProcFile("1/auxv", 0o400, writeAuxiliaryVector);
  addProcFile("1/maps", 0o444, (w) => space.describe(w, askedProcess().memory));
  addProcFile("1/status", 0o444, (w) => writeThreadStatus(w, leader()));
  addProcFile("1/stat", 0o444, (w) => writeThreadStat(w, leader(), true));
  addProcFile("1/smaps", 0o444, writeSmaps);
  addProcFile("1/smaps_rollup", 0o444, writeSmapsRollup);
  addProcInode("1/fdinfo", new DescriptorInfoDirectory());
  addProcFile("1/statm", 0o444, writeStatm);
  addProcFile("1/cmdline", 0o444, (w) => strings(w, askedProcess().start.args));
  addProcFile("1/environ", 0o400, (w) => strings(w, askedProcess().start.env));
  addProcInode("1/comm", new ProcessComm());
  addProcFile("1/mounts", 0o444, writeMounts);
  addProcFile("1/mountinfo", 0o444, writeMountInfo);
  addProcFile("1/cgroup", 0o444, (w) => w.string("0::/\n"));
  addProcFile("1/coredump_filter", 0o644, (w) => w.string("00000033\n"));
  addProcFile("1/personality", 0o400, (w) => {
    writeHex(w, u64(currentPersonality()), 8);
    w.string("\n");
  });
  addProcFile("1/loginuid", 0o644, (w) => w.string("4294967295\n"));
  addProcFile("1/setgroups", 0o644, (w) => w.string("allow\n"));
  addProcFile("1/uid_map", 0o644, (w) => w.string("         0          0 4294967295\n"));
  addProcFile("1/gid_map", 0o644, (w) => w.string("         0          0 4294967295\n"));
  addProcFile("1/oom_score_adj", 0o644, (w) => w.string("0\n"));
  addProcFile("1/limits", 0o444, (w) => askedProcess().limits.write(w));
  const top = procRoot();
  const [model] = top.lookup("1");
  top.extra = processNames(top, model!);
  sealProcFs();
}
