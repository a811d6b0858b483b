/**
 * What compiled code calls when a check fails. Every program has this file, kernel and host alike.
 *
 * `file` is the path of the source as DWARF shows it. No function here returns.
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

/**
 * What functions of a kernel whose frames hold arrays keep above them, and compare before they return. Drawn at boot,
 * before any function runs that returns later (arch/x64/boot.ts).
 * @symbol __stack_chk_guard
 */
export let canary: u64 = 0xff0a0d00;

/**
 * A canary that has changed: something was written beyond an array on the stack.
 * @symbol __stack_chk_fail
 * @noreturn
 * @cold
 */
export function panicStack(): never {
  panic(
    "the stack was written beyond an array: the canary of the function that calls __stack_chk_fail has changed",
  );
}
