/**
 * Writer: where texts go, and how the typed holes of a template become bytes.
 *
 * The compiler turns each hole of a template into a call of the method for its type; a derived class gives `string`
 * and may override the rest. Nothing allocates: numbers are made in a buffer on the stack. Methods are called from
 * any context, so what derives from Writer says in which contexts it may be used.
 */

const digits = "0123456789abcdef";

export abstract class Writer {
  /** Takes bytes in order; the one method that must be given. The memory is the caller's again on return. */
  abstract string(s: string): void;

  /** Decimal, padded with spaces on the left to `width`. */
  unsigned(v: u64, width: u32): void {
    this.decimal(v, false, width);
  }

  signed(v: i64, width: u32): void {
    if (v < 0) this.decimal(0 - u64(v), true, width);
    else this.decimal(u64(v), false, width);
  }

  /** Hexadecimal with 0x and at least `count` digits. */
  hex(v: u64, count: u32): void {
    let buffer!: FixedArray<u8, 18>;
    let at: u64 = 18;
    let rest = v;
    const least: u64 = count > 16 ? 2 : 18 - u64(count);
    do {
      at--;
      buffer[at] = digits.byteAt(rest & 15);
      rest >>= 4;
    } while (rest !== 0 || at > least);
    this.string("0x");
    this.string(stringAt(buffer.ptr.add(at), 18 - at));
  }

  boolean(b: boolean): void {
    this.string(b ? "true" : "false");
  }

  text(t: Text): void {
    writeText(t, this);
  }

  /**
   * At most six decimals, trailing zeros dropped, truncated; magnitudes of 2^64 and more as a hexadecimal
   * significand and a power of two. Works on the bits alone: kernel code has no floating point.
   */
  float(x: f64): void {
    const bits = bitcast<u64>(x);
    const exponent = i32((bits >> 52) & 0x7ff);
    const mantissa = bits & 0xf_ffff_ffff_ffff;
    if (exponent === 0x7ff && mantissa !== 0) {
      this.string("NaN");
      return;
    }
    if (bits >> 63 !== 0) this.string("-");
    if (exponent === 0x7ff) {
      this.string("Infinity");
      return;
    }
    this.magnitude(exponent === 0 ? mantissa : mantissa | (1 << 52), (exponent === 0 ? 1 : exponent) - 1075);
  }

  /** significand * 2^power. */
  private magnitude(significand: u64, power: i32): void {
    if (power > 11) {
      this.hex(significand, 1);
      this.string("p");
      this.signed(i64(power), 0);
    } else if (power >= 0) {
      this.unsigned(significand << u64(power), 0);
    } else {
      const down = u64(0 - power);
      this.unsigned(down > 63 ? 0 : significand >> down, 0);
      // The fraction as a 64-bit fixed-point number.
      let fraction: u64 = 0;
      if (down <= 63) fraction = significand << (64 - down);
      else if (down < 128) fraction = significand >> (down - 64);
      this.decimals(fraction);
    }
  }

  private decimals(fraction: u64): void {
    let buffer!: FixedArray<u8, 7>;
    buffer[0] = 46; // "."
    let used: u64 = 0;
    let rest = fraction;
    for (let i: u64 = 1; i <= 6; i++) {
      const digit = mulHigh(rest, 10);
      rest *= 10;
      buffer[i] = digits.byteAt(digit);
      if (digit !== 0) used = i + 1;
    }
    if (used > 0) this.string(stringAt(buffer.ptr, used));
  }

  private decimal(v: u64, negative: boolean, width: u32): void {
    let buffer!: FixedArray<u8, 21>;
    let at: u64 = 21;
    let rest = v;
    do {
      at--;
      buffer[at] = digits.byteAt(rest % 10);
      rest /= 10;
    } while (rest !== 0);
    if (negative) {
      at--;
      buffer[at] = 45; // "-"
    }
    const length: u64 = 21 - at;
    for (let i = length; i < u64(width); i++) this.string(" ");
    this.string(stringAt(buffer.ptr.add(at), length));
  }
}
