// A null resource is not disposed.
import { check, hide } from "../lib/check.ts";

let closed: u32 = 0;

class File implements Disposable {
  size: u32 = 12;
  [Symbol.dispose](): void {
    closed++;
    free(this);
  }
}
function open(there: boolean): File | null {
  return there ? new File() : null;
}
function sizeOfFile(there: boolean): i32 {
  using file = open(there);
  if (file === null) return -2;
  return i32(file.size);
}
export function main(): i32 {
  check(sizeOfFile(hide<boolean>(true)) === 12 && closed === 1, "there");
  check(sizeOfFile(hide<boolean>(false)) === -2 && closed === 1, "not there");
  return 0;
}
