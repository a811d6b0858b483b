/** Port input and output (SDM vol. 1, chapter 19), by width in bits. */

export function in8(port: u16): u8 {
  return asm<u8>({ out: ["=a"], in: [["d", port]] })`inb %dx, %al`;
}
export function in16(port: u16): u16 {
  return asm<u16>({ out: ["=a"], in: [["d", port]] })`inw %dx, %ax`;
}
export function in32(port: u16): u32 {
  return asm<u32>({ out: ["=a"], in: [["d", port]] })`inl %dx, %eax`;
}
export function out8(port: u16, value: u8): void {
  asm({
    in: [
      ["d", port],
      ["a", value],
    ],
  })`outb %al, %dx`;
}
export function out16(port: u16, value: u16): void {
  asm({
    in: [
      ["d", port],
      ["a", value],
    ],
  })`outw %ax, %dx`;
}
export function out32(port: u16, value: u32): void {
  asm({
    in: [
      ["d", port],
      ["a", value],
    ],
  })`outl %eax, %dx`;
}
/** Writes `n` bytes from memory to one port (REP OUTSB). */
export function outString8(port: u16, from: Ptr<u8>, n: usize): void {
  asm<[u64, u64]>({
    out: ["=S", "=c"],
    in: [
      ["0", from],
      ["1", n],
      ["d", port],
    ],
    clobber: ["memory"],
  })`rep outsb`;
}
