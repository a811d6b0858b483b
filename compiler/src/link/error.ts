/** The one error type of the compiler: what failed, where, and the way to mend it. */
export class CompilerError extends Error {
  override readonly name = "CompilerError";
  readonly what: string;
  readonly where: string;
  readonly mend: string;

  constructor(fault: { what: string; where: string; mend: string }) {
    super(`${fault.what}${fault.where === "" ? "" : ` (${fault.where})`}. ${fault.mend}`);
    this.what = fault.what;
    this.where = fault.where;
    this.mend = fault.mend;
  }
}
