// embedFile has the file's bytes.
import { check } from "../lib/check.ts";

const text = embedFile("./embed-file.txt");

export function main(): i32 {
  check(text.length === 13, "length");
  check(stringAt(text.ptr, 5) === "willo" && text[12] === 10, "contents");
  return 0;
}
