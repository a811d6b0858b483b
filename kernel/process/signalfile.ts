/** signalfd(2): signals that are blocked, read as structures. */
import { Errno } from "../lib/errno.ts";
import { Poll } from "../vfs/openfile.ts";
import type { Readiness } from "../vfs/readiness.ts";
import { ConditionFile } from "../vfs/waitfile.ts";
import { SignalInfo } from "./signalinfo.ts";
import { pendingSignals, signalArrivals, takeSignalIn } from "./signals.ts";

/** sizeof(struct signalfd_siginfo). */
const RECORD: u64 = 128;

export class SignalFile extends ConditionFile {
  mask: u64 = 0;

  override get recordSize(): u64 {
    return RECORD;
  }
  override read(buffer: u64, size: u64): isize {
    if (size < RECORD) return -Errno.EINVAL;
    const error = this.waitFor(Poll.in);
    if (error !== 0) return error;
    let done: u64 = 0;
    const info: Embed<SignalInfo> = new SignalInfo();
    while (size - done >= RECORD && takeSignalIn(this.mask, info) !== 0) {
      writeRecord(info, buffer + done);
      done += RECORD;
    }
    return isize(done);
  }
  override readinessSource(): Readiness | null {
    return signalArrivals;
  }
  override readiness(): u32 {
    return (pendingSignals() & this.mask) !== 0 ? Poll.in : 0;
  }
}

function writeRecord(info: SignalInfo, to: u64): void {
  fillBytes(to, 0, RECORD);
  storeUnaligned<u32>(to, u32(info.signal));
  storeUnaligned<i32>(to + 4, info.errno);
  storeUnaligned<i32>(to + 8, info.code);
  storeUnaligned<u64>(to + 12, info.address); // ssi_pid and ssi_uid
  storeUnaligned<u32>(to + 44, u32(info.value & 0xffffffff)); // ssi_int
  storeUnaligned<u64>(to + 48, info.value); // ssi_ptr
}
