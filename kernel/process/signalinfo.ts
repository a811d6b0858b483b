/** siginfo_t. */
/** siginfo_t as programs see it (128 bytes; Linux include/uapi/asm-generic/siginfo.h). */
export class SignalInfo {
  signal: i32 = 0;
  errno: i32 = 0;
  code: i32 = 0;
  private readonly padding: i32 = 0;
  /** si_addr of faults; si_pid (low half) and si_uid of kill; si_value follows in `value`. */
  address: u64 = 0;
  value: u64 = 0;
  private readonly rest!: FixedArray<u64, 12>;
}
