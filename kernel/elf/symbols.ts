export function nameOfMapping(_a: u64): [string | null, u64] { return [null, 0]; }
