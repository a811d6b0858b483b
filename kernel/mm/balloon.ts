/** Memory that the host has taken back: it counts neither as there nor as free. */

let pages: u64 = 0;

/** The balloon takes (or, negative, gives back) so many pages. */
export function withhold(change: i64): void {
  pages += u64(change);
}
/** Pages that the balloon holds. */
export function withheldPages(): u64 {
  return pages;
}
