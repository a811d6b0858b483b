export class Registers { rip: u64 = 0; rsp: u64 = 0; rbp: u64 = 0; rbx: u64 = 0; r12: u64 = 0; r13: u64 = 0; r14: u64 = 0; r15: u64 = 0; }
export function unwindFrame(_r: Registers, _c: boolean): boolean { return false; }
