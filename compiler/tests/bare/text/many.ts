// Texts through closures, methods, loops and generics; a text with many holes.

import { Writer } from "../../../../kernel/lib/writer.ts";

import { BufferWriter } from "../lib/buffer.ts";
import { check, hide } from "../lib/check.ts";

class Logger {
  level: u32 = 2;
  constructor(private readonly to: Writer) {}
  log(level: u32, t: Text): void {
    if (level <= this.level) writeText(`<${level}>${t};`, this.to);
  }
}
export function main(): i32 {
  const w: Embed<BufferWriter> = new BufferWriter();
  const logger: Embed<Logger> = new Logger(w);
  for (let i: u32 = 0; i < 3; i++) logger.log(i + 1, `i=${i}`);
  check(w.written() === "<1>i=0;<2>i=1;", "in a loop");
  w.clear();
  const say = (t: Text): void => {
    logger.log(0, t);
  };
  const a = hide<i16>(-3);
  say(`${a}${u8(a)}${a < 0}${"s"}${hex(u16(a))}${pad(a, 5)}${f64(a) / 2}${`in ${a}`}`);
  check(w.written() === "<0>-3253trues0xfffd   -3-1.5in -3;", "many holes");
  return 0;
}
