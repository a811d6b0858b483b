/**
 * Zeroing memory by the firmware configuration device: a DMA read of an item that does not exist fills its target with
 * zeros (QEMU, docs/specs/fw_cfg.rst, "DMA Interface"). Where QEMU translates code, its memset is many times faster
 * than stores of the guest's; where the processor runs the guest, an exit costs more than it saves, and this stays off.
 *
 * The device has finished when the write to its address register returns; if it reports anything else, the caller
 * zeroes by itself.
 */
import { cpuid } from "../../arch/x64/cpu.ts";
import { out32 } from "../../arch/x64/ports.ts";
import { virtToPhys } from "../../mm/physmap.ts";
import { setZeroer } from "../../mm/zero.ts";
import { DMA_PORT_HIGH, DMA_PORT_LOW, DmaControl, DmaRequest, hasDma, isPresent } from "./fwcfg.ts";

/** An item number that QEMU gives to no file. */
const NO_ITEM: u32 = 0x3fff;
/** Fewer bytes are zeroed faster by the processor (measured: docs/adr/0012). */
const WORTH_ASKING: u64 = 16384;
const HYPERVISOR_PRESENT: u32 = 0x8000_0000;
const HYPERVISOR_LEAF: u32 = 0x4000_0000;
/** "TCGT" of "TCGTCGTCGTCG": QEMU's own translator. */
const TRANSLATOR: u32 = 0x5447_4354;

const request = new DmaRequest();

/** Has the device zero large pieces of memory, where there is one and it pays. */
export function useFirmwareZeroing(): void {
  const [, , features] = cpuid(1, 0);
  if ((features & HYPERVISOR_PRESENT) === 0) return;
  const [, vendor] = cpuid(HYPERVISOR_LEAF, 0);
  if (vendor === TRANSLATOR && isPresent() && hasDma()) setZeroer(zeroByDevice, WORTH_ASKING);
}

function zeroByDevice(phys: u64, bytes: u64): boolean {
  const control = pointerTo(request.control);
  request.address = bswap(phys);
  request.length = bswap(u32(bytes));
  storeVolatile(control, bswap((NO_ITEM << 16) | DmaControl.select | DmaControl.read));
  fence();
  const at = virtToPhys(addressOf(request));
  out32(DMA_PORT_HIGH, bswap(u32(at >> 32)));
  out32(DMA_PORT_LOW, bswap(u32(at)));
  return loadVolatile(control) === 0;
}
