/**
 * Random expressions in Bare TypeScript with their equals in C.
 *
 * An expression is built once, as a pair of texts, so both have the same shape. C's promotions are undone by a cast at
 * every node; -fwrapv and masked shift counts give the meaning that Bare TypeScript has by itself. Division is by a
 * divisor that is neither zero nor minus one: those have programs of their own.
 */
interface IntType {
  readonly name: string;
  readonly c: string;
  readonly unsigned: string; // the C type of the same width
  readonly width: number;
  readonly signed: boolean;
}
type ValueType = IntType | { readonly name: "f64" | "f32"; readonly c: string };
interface Pair {
  readonly bare: string;
  readonly c: string;
}

const ints: readonly IntType[] = [8, 16, 32, 64].flatMap((width) => [
  { name: `u${width}`, c: `uint${width}_t`, unsigned: `uint${width}_t`, width, signed: false },
  { name: `i${width}`, c: `int${width}_t`, unsigned: `uint${width}_t`, width, signed: true },
]);
const f64: ValueType = { name: "f64", c: "double" };
const f32: ValueType = { name: "f32", c: "float" };

/** A small generator with a seed (Mulberry32). */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed >>> 0;
  }
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
  below(n: number): number {
    return this.next() % n;
  }
  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}

const isInt = (type: ValueType): type is IntType => "width" in type;

class Generator {
  private readonly random: Random;
  private readonly params: readonly ValueType[];

  constructor(random: Random, params: readonly ValueType[]) {
    this.random = random;
    this.params = params;
  }

  expression(type: ValueType, depth: number): Pair {
    if (depth === 0) return this.leaf(type);
    return isInt(type) ? this.integer(type, depth - 1) : this.float(type, depth - 1);
  }

  private leaf(type: ValueType): Pair {
    const same = this.params.flatMap((param, i) => (param.name === type.name ? [`p${i}`] : []));
    if (same.length > 0 && this.random.below(4) !== 0) {
      const name = this.random.pick(same);
      return { bare: name, c: name };
    }
    if (!isInt(type)) {
      const value = (this.random.below(20000) - 10000) / 8;
      return { bare: `${type.name}(${value})`, c: `((${type.c})${value})` };
    }
    return { bare: `${type.name}(${literal(this.random, type)})`, c: constant(literalValue, type) };
  }

  private integer(type: IntType, depth: number): Pair {
    const cast = (c: string) => `((${type.c})(${c}))`;
    const a = this.expression(type, depth);
    switch (this.random.below(12)) {
      case 0:
      case 1:
      case 2: {
        const op = this.random.pick(["+", "-", "*"]);
        const b = this.expression(type, depth);
        return {
          bare: `(${a.bare} ${op} ${b.bare})`,
          c: cast(`(${type.unsigned})${a.c} ${op} (${type.unsigned})${b.c}`),
        };
      }
      case 3: {
        const op = this.random.pick(["&", "|", "^"]);
        const b = this.expression(type, depth);
        return { bare: `(${a.bare} ${op} ${b.bare})`, c: cast(`${a.c} ${op} ${b.c}`) };
      }
      case 4: {
        const op = this.random.pick(["/", "%"]);
        const b = this.expression(type, depth);
        return {
          bare: `(${a.bare} ${op} ((${b.bare} & 31) + 2))`,
          c: cast(`${a.c} ${op} ((${b.c} & 31) + 2)`),
        };
      }
      case 5:
      case 6:
        return this.shift(type, a, this.expression(type, 0));
      case 7: {
        const op = this.random.pick(["-", "~"]);
        return { bare: `(${op}${a.bare})`, c: cast(`${op === "-" ? `0 - (${type.unsigned})` : "~"}${a.c}`) };
      }
      case 8:
      case 9: {
        const from = this.random.pick(ints);
        const x = this.expression(from, depth);
        return { bare: `${type.name}(${x.bare})`, c: cast(x.c) };
      }
      case 10: {
        const x = this.expression(f64, Math.min(depth, 2));
        return { bare: `${type.name}(${x.bare})`, c: `to_${type.name}(${x.c})` };
      }
      default: {
        const other = this.random.pick([...ints, f64]);
        const op = this.random.pick(["<", "<=", ">", ">=", "===", "!=="]);
        const [x, y] = [this.expression(other, depth), this.expression(other, depth)];
        const b = this.expression(type, depth);
        return {
          bare: `(${x.bare} ${op} ${y.bare} ? ${a.bare} : ${b.bare})`,
          c: cast(`${x.c} ${op.replace("===", "==").replace("!==", "!=")} ${y.c} ? ${a.c} : ${b.c}`),
        };
      }
    }
  }

  private shift(type: IntType, a: Pair, n: Pair): Pair {
    const op = this.random.pick(["<<", ">>", ">>>"]);
    const count = `(${n.c} & ${type.width - 1})`;
    // Unsigned values narrower than int are promoted to int: the wide type keeps left shifts defined.
    const left = `((uint64_t)(${type.unsigned})${a.c} << ${count})`;
    const c =
      op === "<<" ? left : op === ">>" ? `${a.c} >> ${count}` : `(${type.unsigned})${a.c} >> ${count}`;
    return { bare: `(${a.bare} ${op} ${n.bare})`, c: `((${type.c})(${c}))` };
  }

  private float(type: ValueType, depth: number): Pair {
    const cast = (c: string) => `((${type.c})(${c}))`;
    switch (this.random.below(6)) {
      case 0: {
        const from = this.random.pick(ints);
        const x = this.expression(from, depth);
        return { bare: `${type.name}(${x.bare})`, c: cast(x.c) };
      }
      case 1: {
        const other = type.name === "f64" ? f32 : f64;
        const x = this.expression(other, depth);
        return { bare: `${type.name}(${x.bare})`, c: cast(x.c) };
      }
      case 2: {
        const a = this.expression(type, depth);
        return { bare: `(-${a.bare})`, c: `(-${a.c})` };
      }
      default: {
        const op = this.random.pick(["+", "-", "*", "/"]);
        const [a, b] = [this.expression(type, depth), this.expression(type, depth)];
        return { bare: `(${a.bare} ${op} ${b.bare})`, c: cast(`${a.c} ${op} ${b.c}`) };
      }
    }
  }
}

let literalValue = 0n;

/** A value of the type, near its edges as often as not; negative ones are written as such. */
function literal(random: Random, type: IntType): string {
  const modulus = 1n << BigInt(type.width);
  const edges = [0n, 1n, 2n, modulus / 2n - 1n, modulus / 2n, modulus - 1n];
  const any = (BigInt(random.next()) << 32n) | BigInt(random.next());
  const raw = (random.below(2) === 0 ? random.pick(edges) : any) % modulus;
  literalValue = type.signed && raw >= modulus / 2n ? raw - modulus : raw;
  return String(literalValue);
}

function constant(value: bigint, type: IntType): string {
  const raw = value < 0n ? value + (1n << 64n) : value;
  return `((${type.c})${raw}u${type.width === 64 || raw > 0xffffffffn ? "ll" : ""})`;
}

export interface Twins {
  readonly bare: string;
  readonly c: string;
}

/** A program in each language that evaluates `count` random functions on random arguments and prints each result. */
export function generate(seed: number, count: number): Twins {
  const random = new Random(seed);
  const bare: string[] = [];
  const c: string[] = [];
  const bareCalls: string[] = [];
  const cCalls: string[] = [];
  for (let i = 0; i < count; i++) {
    const params = Array.from({ length: 4 }, () => random.pick<ValueType>([...ints, ...ints, f64, f32]));
    const result = random.pick<ValueType>([...ints, ...ints, ...ints, f64, f32]);
    const e = new Generator(random, params).expression(result, 2 + random.below(4));
    const list = (f: (param: ValueType, n: number) => string) => params.map(f).join(", ");
    bare.push(
      `/** @inline never */\nfunction calc${i}(${list((p, n) => `p${n}: ${p.name}`)}): ${result.name} {\n  return ${e.bare};\n}`,
    );
    c.push(
      `__attribute__((noinline)) static ${result.c} calc${i}(${list((p, n) => `${p.c} p${n}`)}) { return ${e.c}; }`,
    );
    for (let round = 0; round < 5; round++) {
      const args = params.map((param) => new Generator(random, []).expression(param, 0));
      const call = (texts: readonly string[]) => `calc${i}(${texts.join(", ")})`;
      bareCalls.push(
        `  ${isInt(result) ? "printInt(u64" : `print_${result.name}(`}(${call(args.map((a) => a.bare))})${isInt(result) ? ")" : ")"};`,
      );
      cCalls.push(
        `  ${isInt(result) ? "print_int((uint64_t)" : `print_${result.name}(`}${call(args.map((a) => a.c))});`,
      );
    }
  }
  return { bare: bareProgram(bare, bareCalls), c: cProgram(c, cCalls) };
}

function bareProgram(functions: readonly string[], calls: readonly string[]): string {
  return `/** @extern putchar */
declare function putchar(c: i32): i32;
function printInt(x: u64): void {
  for (let i: u64 = 0; i < 16; i++) putchar(i32("0123456789abcdef".byteAt((x >> (60 - i * 4)) & 15)));
  putchar(10);
}
function print_f64(x: f64): void {
  printInt(x !== x ? 0x7ff8_0000_0000_0000 : bitcast<u64>(x));
}
function print_f32(x: f32): void {
  printInt(x !== x ? 0x7fc0_0000 : u64(bitcast<u32>(x)));
}
${functions.join("\n")}
export function main(): i32 {
${calls.join("\n")}
  return 0;
}
`;
}

function cProgram(functions: readonly string[], calls: readonly string[]): string {
  const saturate = ints.map((t) => {
    const low = t.signed ? `-${(2n ** BigInt(t.width - 1)).toString()}.0` : "0.0";
    const bound = `${(2n ** BigInt(t.signed ? t.width - 1 : t.width)).toString()}.0`;
    const max = `(${t.c})(((${t.unsigned})~(${t.unsigned})0)${t.signed ? " >> 1" : ""})`;
    const min = t.signed ? `(${t.c})((${t.unsigned})1 << ${t.width - 1})` : "0";
    return `static ${t.c} to_${t.name}(double x) { return x != x ? 0 : x <= ${low} ? ${min} : x >= ${bound} ? ${max} : (${t.c})x; }`;
  });
  return `#include <stdint.h>
#include <stdio.h>
#include <string.h>
static void print_int(uint64_t x) { printf("%016llx\\n", (unsigned long long)x); }
static void print_f64(double x) {
  uint64_t bits = 0x7ff8000000000000ull;
  if (x == x) memcpy(&bits, &x, 8);
  print_int(bits);
}
static void print_f32(float x) {
  uint32_t bits = 0x7fc00000u;
  if (x == x) memcpy(&bits, &x, 4);
  print_int(bits);
}
${saturate.join("\n")}
${functions.join("\n")}
int main(void) {
${calls.join("\n")}
  return 0;
}
`;
}
