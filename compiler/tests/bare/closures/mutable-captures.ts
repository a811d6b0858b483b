// Several arrows share a variable; parameters and loop variables are captured too.
import { check, hide } from "../lib/check.ts";

function run(f: () => void, times: u32): void {
  for (let i: u32 = 0; i < times; i++) f();
}
function counted(start: u32): u32 {
  const up = (): void => {
    start += 2;
  };
  const down = (): void => {
    start--;
  };
  run(up, 5);
  run(down, 3);
  return start;
}
export function main(): i32 {
  check(counted(hide<u32>(100)) === 107, "a parameter shared by two arrows");
  let sum: u32 = 0;
  for (let i: u32 = 0; i < 3; i++) {
    run((): void => {
      sum += i;
    }, i);
  }
  check(sum === 5, "a loop variable");
  let best: [u32, string] = [0, "none"];
  const offer = (n: u32, s: string): void => {
    if (n > best[0]) best = [n, s];
  };
  offer(3, "three");
  offer(2, "two");
  check(best[0] === 3 && best[1] === "three", "a tuple");
  return 0;
}
