// An embedded object of a polymorphic class has its table.
import { check, hide } from "../lib/check.ts";

abstract class Device {
  abstract read(): u32;
}
class Disk extends Device {
  blocks: u32 = 8;
  override read(): u32 {
    return this.blocks;
  }
}
class Controller {
  first!: Embed<Disk>;
  second!: Embed<Disk>;
}
function readAny(d: Device): u32 {
  return d.read();
}
const root: Embed<Disk> = new Disk();

export function main(): i32 {
  const c = new Controller();
  c.second.blocks = hide<u32>(90);
  check(readAny(c.first) === 8 && readAny(c.second) === 90, "embedded in a heap object");
  check(readAny(root) === 8, "a module-level object");
  const local: Embed<Disk> = new Disk();
  check(readAny(local) === 8, "a local");
  free(c);
  return 0;
}
