// ?? and ??= on nullable references; the right side is evaluated only when needed.
import { check, hide } from "../lib/check.ts";

class Config {
  constructor(readonly level: u32) {}
}
let made: u32 = 0;
let current: Config | null = null;
const fallback = new Config(1);

function make(): Config {
  made++;
  return new Config(7);
}
function active(): Config {
  current ??= make();
  return current;
}
export function main(): i32 {
  check((current ?? fallback).level === 1, "fallback");
  check(active().level === 7 && active().level === 7 && made === 1, "made once");
  check((hide<Config | null>(current) ?? make()).level === 7 && made === 1, "not evaluated");
  return 0;
}
