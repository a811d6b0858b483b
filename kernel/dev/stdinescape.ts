/**
 * The escape of the program's input (docs/boot-protocol.md, "stdin"): DLE DLE stands for one DLE, DLE EOT for the end of
 * the file, every other byte for itself. A DLE before any other byte
 * is dropped.
 */

const DLE: u8 = 0x10;
const EOT: u8 = 0x04;

export class StdinDecoder {
  /** True from the end mark on; what follows is ignored. */
  isAtEnd: boolean = false;
  private afterDle: boolean = false;

  /**
   * Decodes bytes of `from` into `to` until either is used up or the end mark comes: [bytes taken, bytes given].
   * `to` may be the same memory as `from`.
   */
  decode(from: Slice<u8>, to: Slice<u8>): [usize, usize] {
    let taken: usize = 0;
    let given: usize = 0;
    while (taken < from.length && given < to.length && !this.isAtEnd) {
      const byte = from[taken];
      taken++;
      if (this.afterDle) {
        this.afterDle = false;
        if (byte === EOT) {
          this.isAtEnd = true;
          break;
        }
      } else if (byte === DLE) {
        this.afterDle = true;
        continue;
      }
      to[given] = byte;
      given++;
    }
    return [taken, given];
  }
}
