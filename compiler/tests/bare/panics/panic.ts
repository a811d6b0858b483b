// panic writes its text and ends the program.
// aborts: kernel panic: page 42 is lost

import { panic } from "../../../../kernel/lib/panic.ts";
import { hide } from "../lib/check.ts";

export function main(): i32 {
  panic(`page ${hide<u32>(42)} is lost`);
}
