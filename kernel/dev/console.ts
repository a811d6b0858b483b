/**
 * Character devices for the program's standard streams, and which device carries which (docs/boot-protocol.md,
 * "Channels").
 *
 * Protocol: `readAvailable` never blocks and gives -EAGAIN when nothing has come; a caller that wants to be woken by
 * other things too (signals, poll) sleeps on `readWaiters`, which is woken whenever `isReadable` may have turned true.
 * `read` is the plain blocking form. `write` blocks until the device has taken everything: the host may stop reading
 * for as long as it likes, as behind a pipe under Linux. Buffers are any readable (writable) addresses.
 */
import { Errno } from "../lib/errno.ts";
import { WaitQueue } from "../sync/waitqueue.ts";

let inputHook: FnPtr<() => void> | null = null;
/** Called, from interrupt handlers too, whenever a device's `readWaiters` are woken: for those who wait for several files. */
export function setInputHook(hook: FnPtr<() => void>): void {
  inputHook = hook;
}

export abstract class CharDevice {
  readonly readWaiters: Embed<WaitQueue> = new WaitQueue();

  /** For drivers: input, or its end, has come. From interrupt handlers too. */
  announceInput(): void {
    this.readWaiters.wakeAll();
    const hook = inputHook;
    if (hook !== null) hook();
  }
  /** At most `n` bytes that have arrived: their number, 0 at the end of input, -EAGAIN when there are none yet. */
  abstract readAvailable(buffer: u64, n: usize): isize;
  /** True when `readAvailable` would give bytes or the end of input. */
  abstract isReadable(): boolean;
  /** Writes all `n` bytes: `n`, or negative errno. */
  abstract write(buffer: u64, n: usize): isize;
  /** Waits, within a limit, until the host has everything that was written. */
  abstract flush(): void;

  /** Blocks until there are bytes or the end of input. */
  read(buffer: u64, n: usize): isize {
    if (n === 0) return 0;
    while (true) {
      const got = this.readAvailable(buffer, n);
      if (got !== -Errno.EAGAIN) return got;
      this.readWaiters.waitUntil(hasInput, addressOf(this));
    }
  }
}

function hasInput(device: u64): boolean {
  return ref<CharDevice>(device).isReadable();
}

/** A device that swallows output and is at its end: where no channel was found. */
class NullConsole extends CharDevice {
  override readAvailable(_buffer: u64, _n: usize): isize {
    return 0;
  }
  override isReadable(): boolean {
    return true;
  }
  override write(_buffer: u64, n: usize): isize {
    return isize(n);
  }
  override flush(): void {}
}

const nowhere = new NullConsole();
let inputOutput: CharDevice | null = null;
let errors: CharDevice | null = null;

/** Names the device that carries stdin and stdout. */
export function setConsole(device: CharDevice): void {
  inputOutput = device;
}
/** Names the device that carries stderr; without one it goes where stdout goes. */
export function setErrorConsole(device: CharDevice): void {
  errors = device;
}

export function standardInput(): CharDevice {
  return inputOutput ?? nowhere;
}
export function standardOutput(): CharDevice {
  return inputOutput ?? nowhere;
}
export function standardError(): CharDevice {
  return errors ?? standardOutput();
}

/** Before the machine goes: everything written must have reached the host. */
export function flushConsoles(): void {
  standardOutput().flush();
  standardError().flush();
}
