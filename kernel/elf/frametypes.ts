/** The unwinder's registers and rules (DWARF 5, section 6.4; numbers of psABI x86-64, figure 3.36). */

/** DWARF register numbers. */
export enum Dwarf {
  rbx = 3,
  rbp = 6,
  rsp = 7,
  r12 = 12,
  r13 = 13,
  r14 = 14,
  r15 = 15,
  returnAddress = 16,
}
export const REGISTERS: u64 = 17;

/** How a register's value in the caller is found. */
export enum RuleKind {
  /** Nothing was said: the value is unchanged where the ABI preserves it. */
  same = 0,
  undefined = 1,
  /** Stored at CFA + value. */
  offset = 2,
  /** CFA + value. */
  valueOffset = 3,
  /** In another register. */
  register = 4,
  /** Stored where the expression at `value` says; its length precedes it. */
  expression = 5,
  valueExpression = 6,
}

export class Rule {
  kind: u32 = 0;
  value: u64 = 0;
}

/** The rules for one place in the code. */
export class RuleSet {
  rules!: FixedArray<Embed<Rule>, 17>;
  cfaRegister: u64 = 0;
  cfaOffset: u64 = 0;
  /** Address of the CFA's expression, its length before it; 0 when register and offset say it. */
  cfaExpression: u64 = 0;

  copyFrom(other: RuleSet): void {
    copyBytes(addressOf(this), addressOf(other), sizeOf<RuleSet>());
  }
  set(register: u64, kind: u32, value: u64): void {
    if (register >= REGISTERS) return;
    const rule = this.rules[register];
    rule.kind = kind;
    rule.value = value;
  }
}

/** Values of a frame's registers, indexed by DWARF number; 16 is the address in the code. */
export class FrameValues {
  values!: FixedArray<u64, 17>;

  get(register: u64): u64 {
    return register < REGISTERS ? this.values[register] : 0;
  }
}
