// A text's holes may use this, locals, calls and nested templates; evaluation happens when it is written.

import type { Writer } from "../../../../kernel/lib/writer.ts";

import { BufferWriter } from "../lib/buffer.ts";
import { check, hide } from "../lib/check.ts";

class Thread {
  constructor(
    readonly id: u32,
    readonly name: string,
  ) {}
  nice(): i32 {
    return 0 - i32(this.id);
  }
  describe(w: Writer): void {
    writeText(`thread ${this.id} "${this.name}" nice ${this.nice()}`, w);
  }
}
function maybe(wanted: boolean, t: Text, w: Writer): void {
  if (wanted) writeText(t, w);
}
let evaluated: u32 = 0;

function costly(): u32 {
  evaluated++;
  return evaluated;
}
export function main(): i32 {
  const w: Embed<BufferWriter> = new BufferWriter();
  const t = new Thread(hide<u32>(7), "init");
  t.describe(w);
  check(w.written() === 'thread 7 "init" nice -7', "fields and calls");
  maybe(hide<boolean>(false), `${costly()}`, w);
  check(evaluated === 0, "an unwanted text costs nothing");
  w.clear();
  maybe(hide<boolean>(true), `${costly()}`, w);
  check(evaluated === 1 && w.written() === "1", "a wanted one is evaluated");
  free(t);
  return 0;
}
