// Module-level constants and variables of every kind.
import { check, hide } from "../lib/check.ts";

const limit: u64 = 0xffff_ffff_0000_0000;
const ratio: f64 = 0.75;
const label: string = "label";
const on: boolean = true;
let counter: u16 = 65535;
let name: string = "first";
let reference: Ptr<u16> | null = null;
let zeroed!: i64;
export let shared: i8 = -1;

export function main(): i32 {
  check(limit >> 32 === 0xffff_ffff && ratio * 4 === 3 && label.length === 5 && on, "constants");
  counter++;
  check(counter === 0, "a variable wraps");
  name = hide<string>("second");
  check(name === "second" && zeroed === 0, "assigned and zeroed");
  reference = pointerTo(counter);
  reference[0] = 77;
  check(counter === 77, "through a pointer");
  shared *= -5;
  check(shared === 5, "signed");
  return 0;
}
