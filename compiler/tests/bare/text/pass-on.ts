// A Text is handed on, put into another text, and written more than once.

import type { Writer } from "../../../../kernel/lib/writer.ts";

import { BufferWriter } from "../lib/buffer.ts";
import { check, hide } from "../lib/check.ts";

function bracket(t: Text, w: Writer): void {
  writeText(`[${t}]`, w);
}
function twice(t: Text, w: Writer): void {
  bracket(t, w);
  w.text(t);
}
function report(w: Writer, level: u32, t: Text): void {
  writeText(`${level}: ${t}\n`, w);
}
export function main(): i32 {
  const w: Embed<BufferWriter> = new BufferWriter();
  const n = hide<u32>(3);
  twice(`n=${n}`, w);
  check(w.written() === "[n=3]n=3", "nested and repeated");
  w.clear();
  report(w, 2, "done");
  report(w, 4, `took ${n * 10} ms`);
  check(w.written() === "2: done\n4: took 30 ms\n", "texts in texts");
  return 0;
}
