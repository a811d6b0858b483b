/**
 * The functions of the vDSO. They run as part of the program: on its stack, preemptible, and a bad pointer is its fault.
 *
 * They only read: for what needs calibration, a device (the real-time clock, the HPET) or a lock they make the system
 * call, as C libraries expect of a vDSO.
 */
import { thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { VdsoImage } from "../elf/vdsoimage.ts";
import { space } from "../mm/addressspace.ts";
import { PAGE_SIZE } from "../mm/layout.ts";
import { MapFlag, Prot } from "../mm/mapflags.ts";
import { allocZeroedPage, freePages } from "../mm/pages.ts";
import { physToVirt } from "../mm/physmap.ts";
import { programLayout } from "../mm/programlayout.ts";
import { copyToProgram } from "../mm/usercopy.ts";
import {
  isMonotonicReady,
  isRealtimeReady,
  monotonicNow,
  realtimeNow,
  setChangeHook,
  wallOffset,
} from "../time/clock.ts";

const NS_PER_S: u64 = 1000000000;

/** Numbers of the system calls behind the functions. */
const SYS_GETTIMEOFDAY: u64 = 96;
const SYS_TIME: u64 = 201;
const SYS_CLOCK_GETTIME: u64 = 228;
const SYS_CLOCK_GETRES: u64 = 229;

function systemCall(number: u64, a: u64, b: u64): i64 {
  return asm<i64>({
    out: ["=a"],
    in: [
      ["0", number],
      ["D", a],
      ["S", b],
    ],
    clobber: ["rcx", "r11", "memory"],
  })`syscall`;
}

/** Clocks that need no more than the time-stamp counter (Linux include/uapi/linux/time.h). */
function isWallClock(clock: u32): boolean {
  return clock === 0 || clock === 5 || clock === 11;
}
function isMonotonic(clock: u32): boolean {
  return clock === 1 || clock === 4 || clock === 6 || clock === 7;
}

/**
 * A struct timespec or timeval at `to`: seconds, and what is left in units of `unitNs`.
 * @inline always
 */
function store(to: u64, ns: u64, unitNs: u64): void {
  const words = ptr<u64>(to);
  words[0] = ns / NS_PER_S;
  words[1] = (ns % NS_PER_S) / unitNs;
}

/** Nanoseconds that clock N is ahead of monotonic time, or NOT_READABLE. The last stands for all clocks from there on. */
let offsetNs!: FixedArray<u64, 16>;
const NOT_READABLE: u64 = 0xffffffffffffffff;

/** Takes over what the kernel has learnt of its clocks: after one was read by a system call, or set. */
export function refreshVdsoClocks(): void {
  for (let clock: u32 = 0; clock < 16; clock++) {
    let offset = NOT_READABLE;
    if (isWallClock(clock)) {
      if (isRealtimeReady()) offset = wallOffset();
    } else if (isMonotonic(clock) && isMonotonicReady()) offset = 0;
    offsetNs[clock] = offset;
  }
}

/** @inline never */
function clockBySystemCall(clock: u32, to: u64): i32 {
  return i32(systemCall(SYS_CLOCK_GETTIME, u64(clock), to));
}

/**
 * One branch, and nothing called on the way of a clock that can be read: under an emulator each costs as much as all the
 * arithmetic.
 * @stack program
 */
function vdsoClockGettime(clock: u32, to: u64): i32 {
  const offset = offsetNs[min(clock, 15)];
  if (offset === NOT_READABLE) return clockBySystemCall(clock, to);
  store(to, monotonicNow() + offset, 1);
  return 0;
}
/** @stack program */
function vdsoGettimeofday(to: u64, zone: u64): i32 {
  if (!isRealtimeReady()) return i32(systemCall(SYS_GETTIMEOFDAY, to, zone));
  if (zone !== 0) ptr<u64>(zone)[0] = 0;
  if (to !== 0) store(to, realtimeNow(), 1000);
  return 0;
}
/** @stack program */
function vdsoTime(to: u64): i64 {
  if (!isRealtimeReady()) return systemCall(SYS_TIME, to, 0);
  const seconds = realtimeNow() / NS_PER_S;
  if (to !== 0) ptr<u64>(to)[0] = seconds;
  return i64(seconds);
}
/** @stack program */
function vdsoClockGetres(clock: u32, to: u64): i32 {
  const isFine = (isMonotonic(clock) || isWallClock(clock)) && clock !== 5 && clock !== 6;
  if (!isFine) return i32(systemCall(SYS_CLOCK_GETRES, u64(clock), to));
  if (to === 0) return 0;
  const words = ptr<u64>(to);
  words[0] = 0;
  words[1] = 1;
  return 0;
}
/**
 * A hint, as everywhere: the thread may have moved on when the caller looks.
 * @stack program
 */
function vdsoGetcpu(cpu: u64, node: u64): i32 {
  if (cpu !== 0) ptr<u32>(cpu)[0] = thisCpuIndex();
  if (node !== 0) ptr<u32>(node)[0] = 0;
  return 0;
}

/** Maps the image for the program that is about to be loaded; without memory for it programs do without. */
export function mapVdso(): void {
  programLayout.vdso = 0;
  setChangeHook(refreshVdsoClocks);
  refreshVdsoClocks();
  const rights: u32 = Prot.read | Prot.write;
  const flags: u32 = MapFlag.private | MapFlag.anonymous;
  const place = space.map(programLayout.vdsoHint, PAGE_SIZE, rights, flags, null, 0);
  const page = allocZeroedPage();
  if (place < 0 || page === 0) return;
  const address = u64(place);
  buildImage(physToVirt(page), address);
  const copied = copyToProgram(space, address, physToVirt(page), PAGE_SIZE);
  freePages(page, 0);
  if (!copied || space.protect(address, PAGE_SIZE, Prot.read) !== 0) return;
  space.mappings.find(address)!.owner = null;
  programLayout.vdso = address;
}

function buildImage(page: u64, loadedAt: u64): void {
  const image: Embed<VdsoImage> = new VdsoImage();
  image.begin(page, loadedAt, 5);
  image.add("__vdso_clock_gettime", addressOf(vdsoClockGettime));
  image.add("__vdso_gettimeofday", addressOf(vdsoGettimeofday));
  image.add("__vdso_time", addressOf(vdsoTime));
  image.add("__vdso_clock_getres", addressOf(vdsoClockGetres));
  image.add("__vdso_getcpu", addressOf(vdsoGetcpu));
}
