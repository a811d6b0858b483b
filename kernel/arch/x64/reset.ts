/** The crudest way to end a machine. */

/** An empty interrupt table makes the next exception a triple fault, which resets the machine (SDM vol. 3A, 6.15). */
export function tripleFault(): void {
  let emptyTable!: FixedArray<u16, 5>;
  asm({ in: [["r", emptyTable.ptr]], clobber: ["memory"] })`lidt (${0})
    int3`;
}
