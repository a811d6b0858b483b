/**
 * Segments, the task state with the interrupt stacks, and the interrupt descriptor table.
 *
 * Program and kernel share ring 0, so an interrupt would be pushed on the program's stack, over its red zone. Every
 * vector therefore enters on a stack of the interrupt stack table (SDM vol. 3A, 6.14.5): IST 1 for all but double fault, NMI and
 * machine check, which have one each since they can strike while IST 1 is in use. traps.ts leaves IST 1 at once.
 */

const SELECTOR_CODE: u16 = 0x08;
const SELECTOR_DATA: u16 = 0x10;
const SELECTOR_TASK: u16 = 0x18;

/** Every IST stack holds a few frames and no deep call. */
const IST_STACK_SIZE = 4096;

/**
 * 64-bit TSS (SDM vol. 3A, figure 8-11).
 * @packed
 */
class TaskState {
  reserved0!: u32;
  rsp!: FixedArray<u64, 3>;
  reserved1!: u64;
  ist!: FixedArray<u64, 7>;
  reserved2!: u64;
  reserved3!: u16;
  ioMapBase!: u16;
}

class Gate {
  low!: u64;
  high!: u64;
}

/** What LGDT and LIDT take. */
class TablePointer {
  limit!: u16;
  base0!: u16;
  base1!: u16;
  base2!: u16;
  base3!: u16;

  set(base: u64, limit: u16): void {
    this.limit = limit;
    this.base0 = u16(base);
    this.base1 = u16(base >> 16);
    this.base2 = u16(base >> 32);
    this.base3 = u16(base >> 48);
  }
}

/** What each processor has of its own. */
class ProcessorTables {
  gdt!: FixedArray<u64, 5>;
  readonly taskState: Embed<TaskState> = new TaskState();
  /** Four stacks, and what aligning them to 16 takes. */
  istStacks!: FixedArray<u8, 16400>;
}

const firstTables = new ProcessorTables();
/** Tables of the others, by number; made before they start. */
let furtherTables!: FixedArray<ProcessorTables | null, 64>;
let idt!: FixedArray<Embed<Gate>, 256>;

/** Builds and loads the tables of the first processor; `stubs` is the address of 256 entries of 16 bytes each. */
export function loadDescriptors(stubs: u64): void {
  for (let vector: u64 = 0; vector < 256; vector++) {
    setGate(vector, stubs + vector * 16, istOf(vector));
  }
  load(firstTables);
}
/** Makes the tables of processor `index`. */
export function prepareDescriptors(index: u32): void {
  furtherTables[index] = new ProcessorTables();
}
/** Loads them: called on that processor. */
export function loadDescriptorsOf(index: u32): void {
  load(furtherTables[index]!);
}

function istOf(vector: u64): u64 {
  switch (vector) {
    case 8:
      return 2;
    case 2:
      return 3;
    case 18:
      return 4;
    default:
      return 1;
  }
}

/** A 64-bit interrupt gate: interrupts are off on entry (SDM vol. 3A, figure 6-8). */
function setGate(vector: u64, target: u64, ist: u64): void {
  const gate = idt[vector];
  const present: u64 = 0x8e00;
  gate.low =
    (target & 0xffff) |
    (u64(SELECTOR_CODE) << 16) |
    (ist << 32) |
    (present << 32) |
    ((target & 0xffff0000) << 32);
  gate.high = target >> 32;
}

function load(tables: ProcessorTables): void {
  const { taskState } = tables;
  const stacks = (addressOf(tables.istStacks.ptr) + 15) & ~15;
  for (let i: u64 = 0; i < 4; i++) taskState.ist[i] = stacks + (i + 1) * IST_STACK_SIZE;
  taskState.ioMapBase = u16(sizeOf<TaskState>());
  const base = addressOf(taskState);
  const limit = sizeOf<TaskState>() - 1;
  tables.gdt[1] = 0x00af9a000000ffff;
  tables.gdt[2] = 0x00cf92000000ffff;
  tables.gdt[3] = (limit & 0xffff) | ((base & 0xffffff) << 16) | (0x89 << 40) | (((base >> 24) & 0xff) << 56);
  tables.gdt[4] = base >> 32;
  const pointer: Embed<TablePointer> = new TablePointer();
  pointer.set(addressOf(tables.gdt.ptr), 5 * 8 - 1);
  asm({
    in: [
      ["r", addressOf(pointer)],
      ["r", u32(SELECTOR_DATA)],
      ["r", SELECTOR_TASK],
    ],
    clobber: ["memory"],
  })`lgdt (${0})
    movl ${1}, %ss
    movl ${1}, %ds
    movl ${1}, %es
    ltr ${2}`;
  pointer.set(addressOf(idt.ptr), u16(sizeOf<Gate>() * 256 - 1));
  asm({ in: [["r", addressOf(pointer)]], clobber: ["memory"] })`lidt (${0})`;
}
