// Volatile and register accesses read what is in memory now.
import { check, hide } from "../lib/check.ts";

class Device {
  status!: Mmio<u32>;
  data!: Mmio<u8>;
  counter!: Mmio<u64>;
}
export function main(): i32 {
  let cell: u32 = 5;
  const p = pointerTo(cell);
  storeVolatile(p, 9);
  check(loadVolatile(p) === 9 && cell === 9, "volatile");
  const memory = newArray<u8>(32);
  const device = ref<Device>(memory.ptr.addr);
  device.status.write(hide<u32>(0x8000_0001));
  device.data.write(0x7f);
  device.counter.write(0xffff_ffff_ffff);
  check(device.status.read() === 0x8000_0001 && device.data.read() === 0x7f, "registers");
  check(device.counter.read() >> 40 === 0xff, "wide");
  check(memory[0] === 1 && memory[3] === 0x80 && memory[4] === 0x7f, "at their offsets");
  check((device.status.read() & 1) === 1, "a bit");
  freeArray(memory);
  return 0;
}
