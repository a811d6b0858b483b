/** rseq(2). */
import { Errno } from "../lib/errno.ts";
import { userRange } from "../mm/user.ts";
import { currentProgram } from "../process/programthread.ts";
import { registerRseq, unregisterRseq } from "../process/rseq.ts";
import { Sys } from "./numbers.ts";
import { handle } from "./table.ts";

const UNREGISTER: u32 = 1;
/** Length and alignment of struct rseq as it was first: every longer one must hold all that there is now. */
const SIZE: u32 = 32;

export function sysRseq(address: u64, length: u32, flags: u32, signature: u32): isize {
  const program = currentProgram();
  const isRegistered =
    program.rseqArea !== 0 && program.rseqArea === address && program.rseqLength === length;
  if (flags === UNREGISTER) {
    if (!isRegistered) return -Errno.EINVAL;
    return program.rseqSignature === signature ? isize(unregisterRseq()) : -Errno.EPERM;
  }
  if (flags !== 0) return -Errno.EINVAL;
  if (program.rseqArea !== 0) {
    if (!isRegistered) return -Errno.EINVAL;
    return program.rseqSignature === signature ? -Errno.EBUSY : -Errno.EPERM;
  }
  if (length < SIZE || address % u64(SIZE) !== 0) return -Errno.EINVAL;
  if (!userRange(address, u64(length))) return -Errno.EFAULT;
  return isize(registerRseq(address, length, signature));
}

export function registerRseqCalls(): void {
  handle(Sys.rseq, (address, length, flags, signature) =>
    sysRseq(address, u32(length), u32(flags), u32(signature)),
  );
}
