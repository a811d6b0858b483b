/** Runs each test program in a child process of its own, and says on standard error which and how it ended. */

/** @extern write */
declare function write(fd: i32, data: Ptr<u8>, length: usize): isize;
/** @extern fork */
declare function fork(): i32;
/** @extern waitpid */
declare function waitpid(pid: i32, status: Ptr<i32>, options: i32): i32;
/** @extern alarm */
declare function alarm(seconds: u32): u32;
/** @extern exit */
declare function exit(status: i32): never;

function say(text: string): void {
  write(2, text.ptr, text.length);
}
function sayNumber(n: u32): void {
  if (n >= 10) sayNumber(n / 10);
  say("0123456789".substring(u64(n % 10), u64(n % 10) + 1));
}

/** Seconds that a program may take, under qemu-user and sanitizers too. */
const limit: u32 = 20;

export function runAll(count: u32, one: FnPtr<(n: u32) => i32>): i32 {
  for (let n: u32 = 0; n < count; n++) {
    say("==== ");
    sayNumber(n);
    say("\n");
    const child = fork();
    if (child === 0) {
      alarm(limit);
      exit(one(n));
    }
    let status: i32 = -1;
    if (child < 0 || waitpid(child, pointerTo(status), 0) !== child) return 1;
    say("\n==== end "); // on a line of its own, also when the child was killed in the middle of one
    sayNumber(u32(status));
    say("\n");
  }
  return 0;
}
