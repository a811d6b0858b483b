/**
 * What compiled code calls when a check fails. Every program has this file, kernel and host alike.
 *
 * `file` is the path of the source as DWARF shows it. Neither function returns.
 */
import { panic } from "./panic.ts";

/**
 * An index that is not below the length of its slice, array or string.
 * @symbol __osier_panic_bounds
 * @noreturn
 * @cold
 */
export function panicBounds(index: u64, length: u64, file: Ptr<u8>, fileLength: u64, line: u32): never {
  panic(`index ${index} is out of range: length ${length}, at ${stringAt(file, fileLength)}:${line}`);
}

/**
 * An integer division by zero.
 * @symbol __osier_panic_divide
 * @noreturn
 * @cold
 */
export function panicDivide(file: Ptr<u8>, fileLength: u64, line: u32): never {
  panic(`division by zero at ${stringAt(file, fileLength)}:${line}`);
}
