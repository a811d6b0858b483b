// Objects at module level lie in the data section, constructed before main.
import { check, hide } from "../lib/check.ts";

class Config {
  verbose: boolean = false;
  limit: u32;
  names!: FixedArray<string, 2>;
  constructor(limit: u32 = 9) {
    this.limit = limit;
  }
}
const config = new Config(hide<u32>(41));
const plain: Embed<Config> = new Config();
let current: Config = config;

function raise(c: Config): void {
  c.limit++;
}
export function main(): i32 {
  check(config.limit === 41 && plain.limit === 9 && !config.verbose, "constructed");
  raise(config);
  check(config.limit === 42 && current.limit === 42 && current === config, "one object");
  current = plain;
  raise(current);
  check(plain.limit === 10 && config.limit === 42, "another object");
  config.names[1] = "n";
  check(config.names[1] === "n" && config.names[0].length === 0, "an array inside");
  return 0;
}
