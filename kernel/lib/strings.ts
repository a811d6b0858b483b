/** Copies of strings on the heap, and C strings. */

/** A heap copy, NUL-terminated behind its length; `freeString` releases it. */
export function copyString(s: string): string {
  const bytes = newArray<u8>(s.length + 1);
  copyBytes(addressOf(bytes.ptr), addressOf(s.ptr), s.length);
  return stringAt(bytes.ptr, s.length);
}
export function freeString(s: string): void {
  freeArray<u8>(s.ptr.slice(s.length + 1));
}
/** The position of the last `byte`, or the length when there is none. */
export function lastIndexOf(s: string, byte: u8): usize {
  let i = s.length;
  while (i > 0) {
    i--;
    if (s.byteAt(i) === byte) return i;
  }
  return s.length;
}
/** Order of bytes: negative, zero, positive. */
export function compareStrings(a: string, b: string): i32 {
  const order = compareBytes(addressOf(a.ptr), addressOf(b.ptr), min(a.length, b.length));
  if (order !== 0) return order;
  return a.length < b.length ? -1 : a.length > b.length ? 1 : 0;
}
