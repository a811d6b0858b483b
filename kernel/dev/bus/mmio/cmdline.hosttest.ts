/** Tests of the command-line words that name virtio-mmio devices. */
import { expect, failures } from "../../../lib/host/testing.ts";
import { nextDeviceWord, parseWindow } from "./cmdline.ts";
import { MmioWindow } from "./window.ts";

function parses(text: string, base: u64, length: u64, line: u32): boolean {
  const window: Embed<MmioWindow> = new MmioWindow();
  if (!parseWindow(text, window)) return false;
  return window.base === base && window.length === length && window.interruptLine === line;
}
function refuses(text: string): boolean {
  const window: Embed<MmioWindow> = new MmioWindow();
  return !parseWindow(text, window);
}

export function main(): i32 {
  expect(parses("512@0xfeb00e00:12", 0xfeb00e00, 512, 12), "QEMU's form");
  expect(parses("4K@0xd0000000:5", 0xd0000000, 4096, 5), "Firecracker's form");
  expect(parses("0x200@0x1000:010:3", 0x1000, 512, 8), "octal line and an identifier");
  expect(parses("1k@4096:65535", 4096, 1024, 65535), "decimal base");
  expect(refuses(""), "empty");
  expect(refuses("512"), "no base");
  expect(refuses("512@"), "empty base");
  expect(refuses("512@0x"), "no digits");
  expect(refuses("512@0xfeb00e00"), "no line");
  expect(refuses("512@0xfeb00e00:"), "empty line");
  expect(refuses("512@0xfeb00e00:12x"), "trailing text");
  expect(refuses("512@0xfeb00e00:65536"), "line out of range");
  expect(refuses("0x100@0xfeb00e00:1"), "too short for the registers");
  expect(refuses("9G@0:1"), "too long");
  expect(refuses("512@0xffffffffffffff00:1"), "wraps");
  expect(refuses("512@0x1ffffffffffffffff:1"), "overflows");
  expect(refuses("08@0x1000:1"), "8 is no octal digit");

  const line =
    " root=vda virtio_mmio.device=512@0xfeb00c00:11 x=virtio_mmio.device=1 virtio_mmio.device=512@0xfeb00e00:12";
  const [first, afterFirst] = nextDeviceWord(line, 0);
  const [second, afterSecond] = nextDeviceWord(line, afterFirst);
  const [third] = nextDeviceWord(line, afterSecond);
  expect(first !== null && first === "512@0xfeb00c00:11", "first word");
  expect(second !== null && second === "512@0xfeb00e00:12", "second word");
  expect(third === null, "end of the line");
  const [none] = nextDeviceWord("virtio_mmio.device=", 0);
  expect(none === null, "a word without a value");
  return failures();
}
