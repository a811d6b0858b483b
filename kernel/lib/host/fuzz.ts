/**
 * libFuzzer's entry for a `*.fuzz.ts` file: it hands each input to the file's `fuzzOne(data: Slice<u8>): void`.
 * The linker gives `osier_fuzz_one` the address of that function.
 */

/** @extern osier_fuzz_one */
declare function fuzzOne(data: Ptr<u8>, length: usize): void;

/** @symbol LLVMFuzzerTestOneInput */
export function fuzzerEntry(data: Ptr<u8>, length: usize): i32 {
  fuzzOne(data, length);
  return 0;
}
