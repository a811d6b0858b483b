/** What every test program asserts with: the first failure is named on standard error and ends the program. */

/** @extern write */
declare function write(fd: i32, data: Ptr<u8>, length: usize): isize;
/** @extern _exit */
declare function exit(status: i32): never;

/** Ends the program with status 1 unless `condition` holds. */
export function check(condition: boolean, text: string): void {
  if (condition) return;
  write(2, "failed: ".ptr, 8);
  write(2, text.ptr, text.length);
  write(2, "\n".ptr, 1);
  exit(1);
}

/**
 * The value itself, out of the optimiser's sight.
 * @inline never
 */
export function hide<T>(x: T): T {
  return x;
}
