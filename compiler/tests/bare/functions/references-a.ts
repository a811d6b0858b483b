// A module with state, for references.ts.

let count: u32 = 0;

export function bump(): void {
  count++;
}
export function counter(): u32 {
  return count;
}
export function main(): i32 {
  return 0;
}
