// A boxed closure outlives its frame.
import { check, hide } from "../lib/check.ts";

class Button {
  onPress: Boxed<(n: u32) => u32> | null = null;
}
function makeAdder(k: u32): Boxed<(n: u32) => u32> {
  return boxed((n: u32): u32 => n + k);
}
export function main(): i32 {
  const addFive = makeAdder(hide<u32>(5));
  const addNine = makeAdder(9);
  check(addFive(1) === 6 && addNine(1) === 10 && addFive(2) === 7, "two of one arrow");
  const button = new Button();
  check(button.onPress === null, "null");
  button.onPress = addNine;
  const press = button.onPress;
  check(press !== null && press(100) === 109, "from a field");
  free(addFive);
  free(addNine);
  free(button);
  return 0;
}
