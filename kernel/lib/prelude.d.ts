/**
 * The prelude: every global name of Bare TypeScript.
 *
 * The kernel is checked with `noLib`, so nothing of JavaScript's library exists; what stands here is all there is.
 * Part one gives tsc the global types that its own rules need, part two the types and operations that the
 * compiler knows. docs/language.md gives the meaning of each, construct by construct.
 *
 * Brands are optional properties: literals and arithmetic results therefore assign to every width, while passing
 * a `u64` variable where a `u32` is wanted is a tsc error. Widths that arithmetic loses for tsc are checked by the
 * compiler.
 */

// ---- Part one: what tsc itself asks for -------------------------------------------------------------------

interface Array<T> {
  readonly length: usize;
  readonly [n: number]: T;
  [Symbol.iterator](): Iterator<T>;
}
interface ReadonlyArray<T> {
  readonly length: usize;
  readonly [n: number]: T;
  [Symbol.iterator](): Iterator<T>;
}
// biome-ignore-start lint/suspicious/noEmptyInterface: tsc wants these global names
interface Boolean {}
interface CallableFunction {}
interface Function {}
interface IArguments {}
interface NewableFunction {}
interface Number {}
interface Object {}
interface RegExp {}
// biome-ignore-end lint/suspicious/noEmptyInterface: tsc wants these global names

/** A string constant or a view of bytes: pointer and length, UTF-8, not NUL-terminated (literals are followed by a NUL). */
interface String {
  readonly length: usize;
  readonly ptr: Ptr<u8>;
  /** The byte at `i`; bounds-checked. */
  byteAt(i: usize): u8;
  /** Bytes `start` to `end` (exclusive); bounds-checked, shares the memory. */
  substring(start: usize, end: usize): string;
  /** The same memory as a slice of bytes. */
  bytes(): Slice<u8>;
  [Symbol.iterator](): Iterator<u8>;
}
interface TemplateStringsArray extends ReadonlyArray<string> {
  readonly raw: readonly string[];
}
interface SymbolConstructor {
  readonly iterator: unique symbol;
  readonly dispose: unique symbol;
}
interface Symbol {
  readonly description?: string;
}
declare const Symbol: SymbolConstructor;

interface IteratorYieldResult<T> {
  done?: false;
  value: T;
}
interface IteratorReturnResult {
  done: true;
  value: unknown;
}
interface Iterator<T, _Return = unknown, _Next = unknown> {
  next(): IteratorYieldResult<T> | IteratorReturnResult;
}
interface Iterable<T, _Return = unknown, _Next = unknown> {
  [Symbol.iterator](): Iterator<T>;
}
/** What `using` takes: its dispose method runs at scope exit on every path. */
interface Disposable {
  [Symbol.dispose](): void;
}

type Partial<T> = { [P in keyof T]?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };

// ---- Part two: numbers ------------------------------------------------------------------------------------

type u8 = number & { readonly __int?: "u8" };
type u16 = number & { readonly __int?: "u16" };
type u32 = number & { readonly __int?: "u32" };
type u64 = number & { readonly __int?: "u64" };
type i8 = number & { readonly __int?: "i8" };
type i16 = number & { readonly __int?: "i16" };
type i32 = number & { readonly __int?: "i32" };
type i64 = number & { readonly __int?: "i64" };
type f32 = number & { readonly __int?: "f32" };
type f64 = number & { readonly __int?: "f64" };
/** As wide as a pointer: 64 bits on both machines. The same type as `u64` and `i64`. */
type usize = u64;
type isize = i64;

/** Conversions: truncate, zero-extend (from unsigned) or sign-extend (from signed); from a float, toward zero, saturating. A boolean gives 0 or 1. */
declare function u8(x: number | boolean): u8;
declare function u16(x: number | boolean): u16;
declare function u32(x: number | boolean): u32;
declare function u64(x: number | boolean): u64;
declare function i8(x: number | boolean): i8;
declare function i16(x: number | boolean): i16;
declare function i32(x: number | boolean): i32;
declare function i64(x: number | boolean): i64;
declare function f32(x: number): f32;
declare function f64(x: number): f64;
declare function usize(x: number | boolean): usize;
declare function isize(x: number | boolean): isize;
/** The same bits read as the other type of the same size: `bitcast<f64>(bits64)`. */
declare function bitcast<T>(x: number): T;

/** Bit operations on any integer width; the result has the operand's type. */
declare function clz<T extends number>(x: T): T;
declare function ctz<T extends number>(x: T): T;
declare function popcount<T extends number>(x: T): T;
declare function bswap<T extends number>(x: T): T;
declare function rotl<T extends number>(x: T, n: T): T;
declare function min<T extends number>(a: T, b: T): T;
declare function max<T extends number>(a: T, b: T): T;
/** `[wrapped result, overflowed]`. */
declare function addOverflow<T extends number>(a: T, b: T): [T, boolean];
declare function subOverflow<T extends number>(a: T, b: T): [T, boolean];
declare function mulOverflow<T extends number>(a: T, b: T): [T, boolean];
/** High 64 bits of the 128-bit product. */
declare function mulHigh(a: u64, b: u64): u64;
declare function sqrt<T extends f32 | f64>(x: T): T;

// ---- Memory -----------------------------------------------------------------------------------------------

/** A raw, unchecked pointer to elements of T. Elements of a class type are pointers to it; `Ptr<Embed<C>>` has the structs inline. */
interface Ptr<T> {
  [i: number]: T;
  readonly addr: u64;
  /** Moved forward (back) by `n` elements. */
  add(n: number): Ptr<T>;
  sub(n: number): Ptr<T>;
  /** Elements from `base` to here, signed. */
  offsetFrom(base: Ptr<T>): isize;
  cast<U>(): Ptr<U>;
  /** A checked view of `length` elements from here. */
  slice(length: usize): Slice<T>;
  readonly __ptr?: T;
}
/** Pointer and length; indexing is bounds-checked and panics. Passed by value. */
interface Slice<T> {
  [i: number]: T;
  readonly length: usize;
  readonly ptr: Ptr<T>;
  /** Elements `start` to `end` (exclusive); bounds-checked. */
  subslice(start: usize, end: usize): Slice<T>;
  [Symbol.iterator](): Iterator<T>;
  readonly __slice?: T;
}
/** N elements inline: in a class field, a global, or a local (`let buf!: FixedArray<u8, 64>` is zeroed). Indexing is bounds-checked. */
interface FixedArray<T, N extends number> {
  [i: number]: T;
  readonly length: usize;
  readonly ptr: Ptr<T>;
  slice(): Slice<T>;
  [Symbol.iterator](): Iterator<T>;
  readonly __array?: [T, N];
}
/** The object itself, not a pointer to it: storage inside the enclosing class, the global, or the stack frame. */
type Embed<T> = T & { readonly __embed?: true };

/** A pointer made of an address. */
declare function ptr<T>(addr: u64): Ptr<T>;
/** The object at an address, as a reference. */
declare function ref<T>(addr: u64): T;
/** The address of an object (class instance), of a function, or of a pointer. */
declare function addressOf(x: unknown): u64;
/** A pointer to a variable, field or element: `pointerTo(this.head)`. A local so used lives in memory. */
declare function pointerTo<T>(lvalue: T): Ptr<T>;
/** The object that holds `member` as its field `name`: the inverse of an `Embed` field. */
declare function containerOf<T>(member: unknown, name: keyof T): T;
declare function sizeOf<T>(): usize;
declare function alignOf<T>(): usize;
declare function offsetOf<T>(name: keyof T): usize;
/** Scalar access without alignment or type-based aliasing assumptions; the way to read wire formats. */
declare function loadUnaligned<T>(addr: u64): T;
declare function storeUnaligned<T>(addr: u64, value: T): void;
/** Volatile scalar access. */
declare function loadVolatile<T>(p: Ptr<T>): T;
declare function storeVolatile<T>(p: Ptr<T>, value: T): void;
/** memcpy, memmove, memset of `n` bytes. */
declare function copyBytes(to: u64, from: u64, n: usize): void;
declare function moveBytes(to: u64, from: u64, n: usize): void;
declare function fillBytes(to: u64, byte: u8, n: usize): void;
/** memcmp(3): negative, zero or positive. */
declare function compareBytes(a: u64, b: u64, n: usize): i32;
/** A string view of bytes in memory. */
declare function stringAt(p: Ptr<u8>, length: usize): string;
/** The file's contents at compile time. Path relative to the source file. */
declare function embedFile(path: string): Slice<u8>;
/** Frees an object that `new` made: runs nothing, gives the memory back. */
declare function free(object: object): void;
/** An array of n zeroed elements from the heap, and its release. */
declare function newArray<T>(n: usize): Slice<T>;
declare function freeArray<T>(a: Slice<T>): void;
/** Leaves a FixedArray or Embed local without its zeroing: `const b: FixedArray<u8, 4096> = uninitialised()`. */
declare function uninitialised<T>(): T;

// ---- Atomics and device registers -------------------------------------------------------------------------

type MemoryOrder = "relaxed" | "acquire" | "release" | "acq_rel" | "seq_cst";
/** An atomic cell: a field, global or array element. Integers, booleans and pointers. The default order is seq_cst. */
interface Atomic<T> {
  load(order?: MemoryOrder): T;
  store(value: T, order?: MemoryOrder): void;
  exchange(value: T, order?: MemoryOrder): T;
  /** Stores `desired` where the cell holds `expected`: true when it did. */
  compareExchange(expected: T, desired: T, order?: MemoryOrder): boolean;
  /** Each gives the value before. */
  add(n: T, order?: MemoryOrder): T;
  sub(n: T, order?: MemoryOrder): T;
  and(n: T, order?: MemoryOrder): T;
  or(n: T, order?: MemoryOrder): T;
  xor(n: T, order?: MemoryOrder): T;
  readonly __atomic?: T;
}
/** The initial value of an Atomic field or global. */
declare function atomic<T>(initial: T): Atomic<T>;
declare function fence(order?: MemoryOrder): void;
/** The pause (x86) or yield (aarch64) instruction for a short wait. */
declare function spinHint(): void;
/** A device register: every access is one volatile access of just this width. */
interface Mmio<T> {
  read(): T;
  write(value: T): void;
  readonly __mmio?: T;
}

// ---- Functions --------------------------------------------------------------------------------------------

/** A plain code pointer with the C ABI: callable, storable, nullable. Functions and arrows that capture nothing convert to it. */
type FnPtr<F> = F & { readonly __fn?: true };
/** A function at an address. */
declare function fnAt<F>(addr: u64): FnPtr<F>;
/** A heap-allocated closure, for an arrow that must outlive its frame; `free` releases it. */
type Boxed<F> = F & { readonly __boxed?: true };
declare function boxed<F>(arrow: F): Boxed<F>;

// ---- Text -------------------------------------------------------------------------------------------------

/**
 * A text to be written, as a closure on the stack: a string or a template literal given where `Text` is expected.
 * `writeTo` runs the template's typed writes on a Writer (lib/writer.ts). Nothing is allocated.
 */
type Text = string & { readonly __text?: true };
/** Runs the text's writes on a Writer. */
declare function writeText(text: Text, writer: object): void;
/** In a template: the number in hexadecimal, with 0x, at least `digits` digits. */
declare function hex(x: number, digits?: u32): string;
/** In a template: decimal, padded with spaces on the left to `width`. */
declare function pad(x: number, width: u32): string;

// ---- Machine ----------------------------------------------------------------------------------------------

interface AsmOperands {
  /** LLVM output constraints, in order: "=r", "=a", "=&r", "=m"... One output returns a scalar, more a tuple. */
  readonly out?: readonly string[];
  /** Inputs as [constraint, value]; a digit ties the input to that output ("0"). */
  readonly in?: readonly (readonly [string, unknown])[];
  /** Registers and "memory", "cc". */
  readonly clobber?: readonly string[];
  /** May be dropped or merged when its result is unused. Default false: volatile. */
  readonly pure?: boolean;
}
/**
 * Inline assembly (AT&T syntax on x86), the template's raw text. A hole that is an integer literal `${0}` is that
 * operand; a hole that names a function or global is its symbol. The bare tag clobbers memory and has no operands;
 * at the top level of a file it is file-scope assembly.
 */
declare function asm(text: TemplateStringsArray, ...holes: unknown[]): void;
declare function asm<R = void>(operands: AsmOperands): (text: TemplateStringsArray, ...holes: unknown[]) => R;

/** Where a stop must be a fact for the optimiser and a trap at run time. */
declare function unreachable(): never;
declare function trap(): never;
/** The branch is expected to go this way. */
declare function likely(x: boolean): boolean;
declare function unlikely(x: boolean): boolean;
/** The frame address of this function. */
declare function frameAddress(): u64;
declare function returnAddress(): u64;

/** Compile-time facts. */
declare const TARGET: {
  readonly arch: "x64" | "aarch64";
  readonly host: boolean;
  readonly debug: boolean;
};
/** The address of a symbol of the linker script: `linkerSymbol("__bss_start")`. */
declare function linkerSymbol(name: string): u64;
