/**
 * The typed tree: what the front end hands to the rest of the compiler.
 *
 * Every expression carries its exact type: widths are inferred, conversions explicit, generics monomorphised,
 * call targets resolved, captures known. Nothing behind this file knows the `typescript` API, and lowering makes no
 * decision of typing. A construct that is not in the language never gets here: it is a diagnostic of the front end.
 *
 * Invariants
 * - A `Local` belongs to exactly one function body; an arrow function refers to outer locals only through `captures`.
 * - Operands of a binary node have the same type, except shifts, whose count is converted to the left operand's type.
 * - `Place` nodes denote storage, `Expr` nodes values. `place` inside a `load` is read once.
 * - Control flow is structured; `using` is represented as `scope` with its disposals, and lowering runs them on
 *   every way out (fall-through, break, continue, return).
 */

export interface SourceSpan {
  readonly file: string; // path relative to the source root, as DWARF shows it
  readonly line: number; // from 1
  readonly column: number; // from 1
}

// ---- Types ------------------------------------------------------------------------------------------------

export type IntWidth = 8 | 16 | 32 | 64;
export type Type =
  | { readonly kind: "int"; readonly width: IntWidth; readonly signed: boolean }
  | { readonly kind: "float"; readonly width: 32 | 64 }
  | { readonly kind: "bool" } // i1 as a value, one byte (0 or 1) in memory
  | { readonly kind: "void" }
  | { readonly kind: "never" }
  | { readonly kind: "null" } // only the type of a bare `null` that nothing gives a type
  | { readonly kind: "ptr"; readonly to: Type } // Ptr<T>: one machine word
  | { readonly kind: "slice"; readonly of: Type } // { ptr, i64 } by value
  | { readonly kind: "string" } // { ptr, i64 } by value
  | { readonly kind: "text" } // { code ptr(env, writer), env ptr } by value: a template to be written
  | { readonly kind: "class"; readonly of: ClassInfo } // reference: one machine word, may be null
  | { readonly kind: "embed"; readonly of: ClassInfo } // the struct itself (fields, globals, locals, elements)
  | { readonly kind: "array"; readonly of: Type; readonly length: number } // FixedArray
  | { readonly kind: "atomic"; readonly of: Type } // cell in memory
  | { readonly kind: "mmio"; readonly of: Type } // cell in memory
  | { readonly kind: "tuple"; readonly elements: readonly Type[] } // struct by value
  | { readonly kind: "fn"; readonly signature: Signature } // FnPtr: code pointer with the C ABI
  | { readonly kind: "closure"; readonly signature: Signature } // { code ptr, env ptr } by value; env is a hidden last argument
  | { readonly kind: "boxed"; readonly signature: Signature }; // ptr to heap { code ptr, captured values... }

export interface Signature {
  readonly params: readonly Type[];
  readonly result: Type;
}

export interface Field {
  readonly name: string;
  readonly type: Type; // an embed, array, atomic or mmio type lies inline
  readonly declaredIn: ClassInfo;
  readonly span: SourceSpan;
}

/** A class after monomorphisation. Layout: [vtable pointer if polymorphic][base class fields][own fields], C rules. */
export interface ClassInfo {
  readonly name: string; // as written, with type arguments: "List<Thread>"
  readonly symbol: string; // unique linker-level name: "mm_heap__Arena"
  readonly file: string;
  readonly span: SourceSpan;
  readonly base: ClassInfo | null;
  readonly abstract: boolean;
  /** True when any class of the hierarchy (up to the root) has a virtual method: the root then starts with a vtable pointer. */
  polymorphic: boolean;
  /** Own fields only, in declaration order; the base's come first in memory. */
  fields: Field[];
  /** Virtual table: one slot per virtual method, the base's slots first. `null` where abstract. Filled after all bodies are known. */
  vtable: VtableSlot[];
  /** Set when generic: instances are emitted linkonce_odr in every file that uses them. */
  readonly instance: boolean;
  /** @packed: no padding. @align N. */
  readonly packed: boolean;
  readonly align: number | null;
}
export interface VtableSlot {
  readonly method: string;
  readonly signature: Signature; // without `this`, which is the first argument
  target: FunctionInfo | null;
}

// ---- Declarations -----------------------------------------------------------------------------------------

export interface Program {
  readonly files: readonly SourceUnit[]; // in dependency order: imports first
  readonly classes: readonly ClassInfo[];
}

/** One source file: one LLVM module, one object. */
export interface SourceUnit {
  readonly path: string; // relative
  readonly absolutePath: string;
  readonly globals: readonly GlobalInfo[]; // defined here
  readonly functions: readonly FunctionInfo[]; // defined here (methods, arrows and constructors included), plus generic instances used here
  readonly classes: readonly ClassInfo[]; // whose vtable this file emits
  readonly moduleAsm: readonly AsmText[];
  /** Runs the initialisers that are not constants, in order; null when there are none. Registered in llvm.global_ctors. */
  readonly initialiser: FunctionInfo | null;
  readonly initialiserPriority: number; // increasing in dependency order, from 1000
}

export type Linkage = "hidden" | "internal" | "linkonce" | "exported" | "import";

export interface GlobalInfo {
  readonly name: string;
  readonly symbol: string;
  readonly type: Type; // embed for module-level `new C()`
  readonly mutable: boolean; // `let`; a `const` with a constant initialiser is read-only data
  readonly constant: Constant | null; // static initial value; null: zero (the unit's initialiser may fill it in)
  readonly linkage: Linkage;
  readonly section: string | null;
  readonly percpu: boolean;
  readonly align: number | null;
  readonly used: boolean; // @used: kept although nothing refers to it
  readonly span: SourceSpan;
  readonly file: string;
}

export type Constant =
  | { readonly kind: "zero" }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "string"; readonly bytes: Uint8Array } // type string, or slice of u8
  | { readonly kind: "function"; readonly target: FunctionInfo } // type fn
  | { readonly kind: "global"; readonly target: GlobalInfo } // address: reference to a global object, or Ptr to it
  | { readonly kind: "aggregate"; readonly elements: readonly Constant[] } // tuple, array, embed (fields in layout order, bases first, vtable pointer not counted)
  | { readonly kind: "slice"; readonly elements: readonly Constant[]; readonly of: Type }; // read-only data of its own

export interface Local {
  readonly id: number; // unique in its function
  readonly name: string;
  readonly type: Type; // embed and array locals are storage in the frame
  readonly span: SourceSpan;
  readonly parameter: number | null; // its position for DWARF (from 1), or null; `this` is 1 in methods
  /** Captured by an arrow and assigned, or its address is taken: must live in memory. Others lowering may keep in allocas for mem2reg all the same. */
  addressTaken: boolean;
}

export interface FunctionInfo {
  readonly name: string; // as written, for DWARF: "alloc", "PageCache.read"
  readonly symbol: string;
  readonly signature: Signature; // `this` included as first parameter of methods
  readonly params: readonly Local[];
  readonly isMethodOf: ClassInfo | null;
  readonly linkage: Linkage; // "import": declared only (@extern)
  readonly version: { readonly library: string; readonly version: string } | null; // @symbol name library version
  readonly attributes: FunctionAttributes;
  /** Environment parameter: arrows with captures get it as a hidden last argument. Captured locals in order. */
  readonly captures: readonly Capture[];
  readonly hasEnvironment: boolean; // closure ABI (even with no captures)
  readonly span: SourceSpan;
  readonly endSpan: SourceSpan;
  readonly file: string;
  body: Stmt | null; // null for imports and abstract methods
}
export interface FunctionAttributes {
  readonly naked: boolean;
  readonly noreturn: boolean;
  readonly inline: "always" | "never" | "hint" | null;
  readonly section: string | null;
  readonly cold: boolean;
  readonly used: boolean;
  readonly interrupt: boolean; // @irq
  /**
   * @irq @nopreempt @nofault @nosleep @sleeps @faults by name, "assume nosleep", "assume nofault": check/contexts.ts.
   * @disables @enables @restores, "stack program", "stack kernel", "touches always", "touches tested": check/stacks.ts.
   */
  readonly contexts: readonly string[];
  /** @depth: how often it is entered at once at most: check/stackdepth.ts. */
  readonly depth: number | null;
  /** @memory: a memory function such as memcpy: "no-builtins". */
  readonly noBuiltins: boolean;
  readonly noSanitize: boolean;
}
/** By reference when the outer local is assigned after capture or is storage; else by value. */
export interface Capture {
  readonly outer: Local;
  readonly inner: Local; // the local that stands for it in the arrow's body
  readonly byReference: boolean;
}

// ---- Statements -------------------------------------------------------------------------------------------

export type Stmt =
  | { readonly kind: "block"; readonly body: readonly Stmt[]; readonly span: SourceSpan }
  | { readonly kind: "expr"; readonly expr: Expr; readonly span: SourceSpan }
  | {
      readonly kind: "local";
      readonly local: Local;
      readonly init: Initialiser | null;
      readonly span: SourceSpan;
    } // null: zeroed
  | {
      readonly kind: "if";
      readonly test: Expr;
      readonly then: Stmt;
      readonly otherwise: Stmt | null;
      readonly span: SourceSpan;
    }
  | {
      readonly kind: "loop"; // while, do, for, for-of: `continue` runs `step`
      readonly label: number;
      readonly test: Expr | null;
      readonly testFirst: boolean;
      readonly body: Stmt;
      readonly step: Expr | null;
      readonly span: SourceSpan;
    }
  | {
      readonly kind: "switch"; // fall-through as in JavaScript; integer, bool, enum or string subject
      readonly label: number;
      readonly subject: Expr;
      readonly cases: readonly SwitchCase[];
      readonly span: SourceSpan;
    }
  | { readonly kind: "break"; readonly label: number; readonly span: SourceSpan }
  | { readonly kind: "continue"; readonly label: number; readonly span: SourceSpan }
  | { readonly kind: "labeled"; readonly label: number; readonly body: Stmt; readonly span: SourceSpan } // target of break only
  | { readonly kind: "return"; readonly value: Expr | null; readonly span: SourceSpan }
  /** `using x = init; rest...`: `dispose` runs at each way out of `body`; it is skipped when x is null if `nullable`. */
  | {
      readonly kind: "scope";
      readonly local: Local;
      readonly init: Initialiser;
      readonly dispose: Expr;
      readonly nullable: boolean;
      readonly body: Stmt;
      readonly span: SourceSpan;
    };
export interface SwitchCase {
  /** null: default. Constants or general expressions compared in order. */
  readonly tests: readonly Expr[] | null;
  readonly body: readonly Stmt[];
  readonly span: SourceSpan;
}
/** How storage gets its first value. */
export type Initialiser =
  | { readonly kind: "value"; readonly value: Expr }
  | {
      readonly kind: "construct";
      readonly class: ClassInfo;
      readonly constructor: FunctionInfo | null;
      readonly args: readonly Expr[];
    } // zero, set vtable, call
  | { readonly kind: "elements"; readonly elements: readonly Initialiser[] } // FixedArray from an array literal
  | { readonly kind: "cell"; readonly value: Expr } // Atomic or Mmio initial value
  | { readonly kind: "uninitialised" }
  | { readonly kind: "zero" };

// ---- Places -----------------------------------------------------------------------------------------------

export type Place =
  | { readonly kind: "localPlace"; readonly local: Local; readonly type: Type; readonly span: SourceSpan }
  | {
      readonly kind: "globalPlace";
      readonly global: GlobalInfo;
      readonly type: Type;
      readonly span: SourceSpan;
    }
  /** A field of the object that a reference (class type) points to. */
  | {
      readonly kind: "fieldPlace";
      readonly object: Expr;
      readonly field: Field;
      readonly type: Type;
      readonly span: SourceSpan;
    }
  /** p[i], unchecked; index is i64 or u64. */
  | {
      readonly kind: "pointerPlace";
      readonly pointer: Expr;
      readonly index: Expr;
      readonly type: Type;
      readonly span: SourceSpan;
    }
  /** slice[i] or string byte, checked. */
  | {
      readonly kind: "slicePlace";
      readonly slice: Expr;
      readonly index: Expr;
      readonly type: Type;
      readonly span: SourceSpan;
    }
  /** array[i], checked; the array is itself a place. */
  | {
      readonly kind: "arrayPlace";
      readonly array: Place;
      readonly index: Expr;
      readonly type: Type;
      readonly span: SourceSpan;
    };

// ---- Expressions ------------------------------------------------------------------------------------------

export type ArithmeticOp = "add" | "sub" | "mul" | "div" | "rem" | "and" | "or" | "xor" | "shl" | "shr";
export type CompareOp = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

interface ExprBase {
  readonly type: Type;
  readonly span: SourceSpan;
}
export type Expr = ExprBase &
  (
    | { readonly kind: "int"; readonly value: bigint } // already reduced to the type's range
    | { readonly kind: "float"; readonly value: number }
    | { readonly kind: "bool"; readonly value: boolean }
    | { readonly kind: "string"; readonly bytes: Uint8Array }
    | { readonly kind: "null" } // of a ptr, class, fn, boxed, string or slice type
    | { readonly kind: "constantData"; readonly constant: Constant } // `as const` tables: type is slice
    | { readonly kind: "load"; readonly place: Place }
    /** The reference to an embed place (a class value), or Ptr to any place: no memory access. */
    | { readonly kind: "addressOf"; readonly place: Place }
    | { readonly kind: "functionRef"; readonly target: FunctionInfo } // type fn, or closure: lowering makes the adapter
    | { readonly kind: "closure"; readonly target: FunctionInfo } // an arrow with its captures, type closure
    | { readonly kind: "boxedClosure"; readonly target: FunctionInfo } // type boxed
    | { readonly kind: "toClosure"; readonly value: Expr } // fn or boxed -> closure
    | { readonly kind: "unary"; readonly op: "neg" | "not" | "bitnot"; readonly operand: Expr }
    | { readonly kind: "binary"; readonly op: ArithmeticOp; readonly left: Expr; readonly right: Expr }
    | { readonly kind: "compare"; readonly op: CompareOp; readonly left: Expr; readonly right: Expr } // operands: int, float, bool, ptr, class, fn, string (eq, ne: by content; against null: by pointer)
    | { readonly kind: "logical"; readonly op: "and" | "or"; readonly left: Expr; readonly right: Expr }
    | { readonly kind: "conditional"; readonly test: Expr; readonly then: Expr; readonly otherwise: Expr } // type may be void
    | { readonly kind: "convert"; readonly operand: Expr } // int, float, bool -> type; class <-> base; ptr -> ptr; anything -> void: the value is dropped
    | { readonly kind: "assign"; readonly place: Place; readonly value: Expr } // value: the stored value; tuples and slices included
    | { readonly kind: "construct"; readonly place: Place; readonly init: Initialiser } // embed/array place re-initialised; type void
    | {
        readonly kind: "compoundAssign";
        readonly op: ArithmeticOp;
        readonly place: Place;
        readonly value: Expr;
      } // place evaluated once; value: the new value
    | { readonly kind: "increment"; readonly place: Place; readonly by: 1n | -1n; readonly prefix: boolean }
    | { readonly kind: "call"; readonly target: FunctionInfo; readonly args: readonly Expr[] } // direct; `this` first
    | {
        readonly kind: "virtualCall";
        readonly class: ClassInfo;
        readonly slot: number;
        readonly object: Expr;
        readonly args: readonly Expr[];
      }
    | { readonly kind: "indirectCall"; readonly callee: Expr; readonly args: readonly Expr[] } // fn, closure or boxed
    | {
        readonly kind: "new";
        readonly class: ClassInfo;
        readonly constructor: FunctionInfo | null;
        readonly args: readonly Expr[];
      } // heap
    | { readonly kind: "tuple"; readonly elements: readonly Expr[] }
    | { readonly kind: "element"; readonly tuple: Expr; readonly index: number }
    | { readonly kind: "sliceFrom"; readonly pointer: Expr; readonly length: Expr } // slice or string by its type
    | { readonly kind: "let"; readonly local: Local; readonly init: Expr; readonly body: Expr } // evaluates init once
    | { readonly kind: "sequence"; readonly effects: readonly Expr[]; readonly value: Expr }
    | { readonly kind: "textTemplate"; readonly target: FunctionInfo } // arrow (writer: Writer) => void with captures: a Text
    | {
        readonly kind: "atomic";
        readonly op: AtomicOp;
        readonly cell: Place;
        readonly args: readonly Expr[];
        readonly order: MemoryOrder;
      }
    | { readonly kind: "mmioRead"; readonly cell: Place }
    | { readonly kind: "mmioWrite"; readonly cell: Place; readonly value: Expr }
    | {
        readonly kind: "asm";
        readonly asm: AsmText;
        readonly outputs: readonly string[];
        readonly inputs: readonly AsmInput[];
        readonly clobbers: readonly string[];
        readonly pure: boolean;
      }
    /** An operation of the prelude that lowering knows by name: see intrinsics.ts. */
    | {
        readonly kind: "intrinsic";
        readonly name: IntrinsicName;
        readonly types: readonly Type[];
        readonly args: readonly Expr[];
        readonly extra: string | null;
      }
  );

export type MemoryOrder = "relaxed" | "acquire" | "release" | "acq_rel" | "seq_cst";
export type AtomicOp =
  | "load"
  | "store"
  | "exchange"
  | "compareExchange"
  | "add"
  | "sub"
  | "and"
  | "or"
  | "xor";

export interface AsmInput {
  readonly constraint: string;
  readonly value: Expr;
}
/** Assembly text in pieces: literal text, an operand's number, or a symbol. */
export interface AsmText {
  readonly pieces: readonly (
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "operand"; readonly index: number }
    | { readonly kind: "function"; readonly target: FunctionInfo }
    | { readonly kind: "global"; readonly target: GlobalInfo }
  )[];
  readonly span: SourceSpan;
}

/**
 * Arguments and types as the prelude declares them, except: pointerTo, slices' and strings' members, pointer
 * arithmetic and comparison with null are ordinary nodes or these names with the receiver as first argument.
 */
export type IntrinsicName =
  | "bitcast"
  | "clz"
  | "ctz"
  | "popcount"
  | "bswap"
  | "rotl"
  | "min"
  | "max" // types[0] = operand type
  | "addOverflow"
  | "subOverflow"
  | "mulOverflow"
  | "mulHigh"
  | "sqrt"
  | "ptrFromAddress"
  | "addressFromPtr" // u64 <-> ptr, class, fn (types[0] = the pointer-like type)
  | "ptrAdd"
  | "ptrSub"
  | "ptrOffset" // types[0] = element type
  | "sizeOf"
  | "alignOf"
  | "offsetOf" // types[0]; offsetOf: extra = field name; class types mean the struct
  | "containerOf" // types[0] = class, extra = field name, args[0] = member reference
  | "loadUnaligned"
  | "storeUnaligned"
  | "loadVolatile"
  | "storeVolatile"
  | "copyBytes"
  | "moveBytes"
  | "fillBytes"
  | "compareBytes"
  | "free"
  | "newArray"
  | "freeArray"
  | "sliceLength"
  | "slicePtr"
  | "subslice" // slice or string
  | "writeText" // args: text, writer
  | "fence" // extra = order
  | "spinHint"
  | "unreachable"
  | "trap"
  | "likely"
  | "unlikely"
  | "frameAddress"
  | "returnAddress"
  | "linkerSymbol"; // extra = name
