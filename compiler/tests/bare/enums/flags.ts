// Flags are or'ed, tested and cleared.
import { check, hide } from "../lib/check.ts";

enum Prot {
  None = 0,
  Read = 1,
  Write = 2,
  Exec = 1 << 2,
  All = Read | Write | Exec,
}
function describe(p: u32): u32 {
  let n: u32 = 0;
  if ((p & Prot.Read) !== 0) n += 100;
  if ((p & Prot.Write) !== 0) n += 10;
  if ((p & Prot.Exec) !== 0) n += 1;
  return n;
}
export function main(): i32 {
  check(describe(hide<u32>(Prot.Read | Prot.Exec)) === 101, "or");
  check(describe(Prot.All & ~Prot.Write) === 101, "and not");
  check(describe(hide<u32>(Prot.None)) === 0, "none");
  const wide = hide<u64>(6);
  check((wide & Prot.Write) === 2, "members adapt to the operand");
  return 0;
}
