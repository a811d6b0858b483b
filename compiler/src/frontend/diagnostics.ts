/**
 * The registry of the front end's diagnostics, and their one printed form.
 *
 * Every construct that TypeScript accepts and Bare TypeScript does not has a number here, a message, and a rewrite.
 * `{0}`, `{1}` stand for the arguments of `report`. The reference page is generated from this table. Numbers are
 * never reused.
 */

export interface Diagnostic {
  readonly code: string; // "OS1001", or "TS2322" for TypeScript's own
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly suggestion: string | null;
  readonly file: string | null; // relative to the source root
  readonly line: number; // from 1
  readonly column: number; // from 1
}

interface Entry {
  readonly code: number;
  readonly message: string;
  readonly suggestion: string;
}

export const DIAGNOSTICS = {
  unsupported: {
    code: 1000,
    message: "unsupported construct ({0})",
    suggestion: "docs/language.md lists what the language has",
  },

  // Types
  widthUnknown: {
    code: 1001,
    message: "nothing tells the width of this integer",
    suggestion: "write the type: `const x: u32 = ...`, or convert: `u32(...)`",
  },
  mixedWidths: {
    code: 1002,
    message: "{0} and {1} meet without a conversion",
    suggestion: "convert one of them: `{2}(...)`",
  },
  typeMismatch: {
    code: 1003,
    message: "{0} is given where {1} is wanted",
    suggestion: "convert the value or change the declared type",
  },
  literalRange: {
    code: 1004,
    message: "{0} is out of the range of {1}",
    suggestion: "convert it, which wraps: `{1}({0})`, or choose a wider type",
  },
  conditionNotBoolean: {
    code: 1005,
    message: "a condition is a boolean, and this is {0}",
    suggestion: "compare it: `{1}`",
  },
  unrelatedClass: {
    code: 1006,
    message: "{0} is not {1} nor derived from it: classes are told apart by name, not by structure",
    suggestion: "derive {0} from {1}",
  },
  unsupportedType: {
    code: 1007,
    message: "the type {0} has no run-time representation",
    suggestion: "use an integer width, a class, a Ptr, a Slice, a tuple or a function type",
  },
  nullableScalar: {
    code: 1008,
    message: "{0} | null has no representation: only pointers, strings and slices can be null",
    suggestion: "return a tuple `[value, found]`, or use a special value",
  },
  unionType: {
    code: 1009,
    message: "the union {0} has no single representation",
    suggestion: "use an enum, an abstract class, or T | null",
  },
  interfaceValue: {
    code: 1010,
    message: "the interface {0} is only a bound of type parameters, not the type of a value",
    suggestion: "use an abstract class, or a type parameter `<T extends {0}>`",
  },
  anyValue: {
    code: 1011,
    message: "a value of type any or unknown has no representation",
    suggestion: "give it a type",
  },
  closureStored: {
    code: 1012,
    message: "a closure cannot be stored: it lives in the frame that made it",
    suggestion: "use FnPtr<...> for a function without captures, or boxed(...) and Boxed<...>",
  },
  closureReturned: {
    code: 1013,
    message: "a closure cannot be returned: it lives in the frame that made it",
    suggestion: "return boxed(...) with the type Boxed<...>",
  },
  fnCaptures: {
    code: 1014,
    message: "a function pointer captures nothing, and this function uses `{0}` of the enclosing one",
    suggestion: "pass it as an argument, or use a closure or boxed(...)",
  },
  nestedCaptures: {
    code: 1015,
    message: "a nested function declaration captures nothing, and this one uses `{0}` of the enclosing one",
    suggestion: "write an arrow: `const f = (...) => ...`",
  },
  inlineByValue: {
    code: 1016,
    message: "{0} is storage in place and cannot be a {1}",
    suggestion: "pass `Slice<T>`, `Ptr<T>` or the object that contains it",
  },
  embedAssigned: {
    code: 1017,
    message: "an Embed place is not assigned: it is the object itself",
    suggestion: "assign its fields, construct it anew with `= new {0}(...)`, or copyBytes",
  },
  typeParameter: {
    code: 1018,
    message: "the type parameter {0} is not known here",
    suggestion: "give the type argument explicitly",
  },
  fixedArrayLength: {
    code: 1019,
    message: "the length of a FixedArray is a number literal type",
    suggestion: "write `FixedArray<T, 64>`",
  },
  enumWidth: {
    code: 1020,
    message: "the members of enum {0} do not fit {1}",
    suggestion: "add the tag `@width u64` (or i64) to the enum",
  },
  stringEnum: {
    code: 1021,
    message: "enum members are integers known at compile time",
    suggestion: "use module-level string constants",
  },
  scalarOptional: {
    code: 1022,
    message: "an optional parameter of type {0} needs a default value: only pointers can be null",
    suggestion: "write `{1}: {0} = ...`",
  },
  optionalScalar: {
    code: 1023,
    message: "an optional chain of type {0} has no null",
    suggestion: "add `?? value`, or test for null first",
  },
  notNullable: { code: 1024, message: "{0} is never null", suggestion: "remove the test" },

  // Operators
  looseEquality: { code: 1030, message: "`{0}` is not in the language", suggestion: "use `{0}=`" },
  exponent: {
    code: 1031,
    message: "`**` is not in the language",
    suggestion: "use a shift for powers of two, or a loop",
  },
  unaryPlus: { code: 1032, message: "unary `+` does nothing", suggestion: "remove it" },
  concatenation: {
    code: 1033,
    message: "strings are not concatenated: nothing allocates",
    suggestion: "write to a Writer: writeText(`...`, writer)",
  },
  divisionByZero: { code: 1034, message: "division by the constant zero", suggestion: "correct the divisor" },
  instanceOf: {
    code: 1035,
    message: "`instanceof` is not in the language",
    suggestion: "add an abstract method or a kind field to the base class",
  },
  inOperator: {
    code: 1036,
    message: "`in` is not in the language: the fields of a class are fixed",
    suggestion: "use a boolean field",
  },
  deleteOperator: {
    code: 1037,
    message: "`delete` is not in the language: the fields of a class are fixed",
    suggestion: "assign null",
  },
  typeofOperator: {
    code: 1038,
    message: "`typeof` of a value is not in the language: types are known at compile time",
    suggestion: "remove the test",
  },
  operandType: {
    code: 1039,
    message: "`{0}` does not apply to {1}",
    suggestion: "use integers, or a method",
  },
  incomparable: {
    code: 1040,
    message: "{0} and {1} cannot be compared",
    suggestion: "compare values of one type",
  },
  castWidth: {
    code: 1041,
    message: "`as` converts nothing: {0} stays {0}",
    suggestion: "convert: `{1}(...)`",
  },

  // Statements and declarations
  throwStatement: {
    code: 1050,
    message: "there are no exceptions",
    suggestion: "return an error number or a tuple `[value, error]`; panic(`...`) for what must not be",
  },
  tryStatement: {
    code: 1051,
    message: "there are no exceptions",
    suggestion: "test the returned error; `using` runs the clean-up on every path",
  },
  asyncFunction: {
    code: 1052,
    message: "async and await are not in the language",
    suggestion: "use threads and wait queues",
  },
  generator: {
    code: 1053,
    message: "generators are not in the language",
    suggestion: "write a class with a cursor, or pass an arrow to be called for each element",
  },
  varDeclaration: { code: 1054, message: "`var` is not in the language", suggestion: "use `let` or `const`" },
  forIn: {
    code: 1055,
    message: "`for...in` is not in the language",
    suggestion: "use `for...of` or a counting loop",
  },
  forOfType: {
    code: 1056,
    message: "`for...of` goes over a slice, an array or a string, and this is {0}",
    suggestion: "write a `while` loop with a cursor",
  },
  namespaceDeclaration: {
    code: 1057,
    message: "namespaces are not in the language",
    suggestion: "use a module",
  },
  decorator: { code: 1058, message: "decorators are not in the language", suggestion: "use a JSDoc tag" },
  restParameter: {
    code: 1059,
    message: "rest parameters are not in the language",
    suggestion: "take a Slice",
  },
  spread: { code: 1060, message: "spreading is not in the language", suggestion: "name the elements" },
  objectLiteral: {
    code: 1061,
    message: "object literals are not in the language",
    suggestion: "use a class, or a tuple for several values",
  },
  regexp: {
    code: 1062,
    message: "regular expressions are not in the language",
    suggestion: "scan the bytes of the string",
  },
  bigint: {
    code: 1063,
    message: "bigint literals are not in the language",
    suggestion: "write the number without the n: integer literals are exact",
  },
  evalCall: { code: 1064, message: "`eval` is not in the language", suggestion: "remove it" },
  withStatement: { code: 1065, message: "`with` is not in the language", suggestion: "name the object" },
  debuggerStatement: { code: 1066, message: "`debugger` is not in the language", suggestion: "use trap()" },
  classExpression: {
    code: 1067,
    message: "classes are declared at the top level of a file",
    suggestion: "move the class out",
  },
  staticBlock: {
    code: 1068,
    message: "static blocks are not in the language",
    suggestion: "use an initialiser or an init function",
  },
  overload: {
    code: 1069,
    message: "overloads are not in the language",
    suggestion: "give the functions different names",
  },
  privateName: {
    code: 1070,
    message: "`#private` names are not in the language",
    suggestion: "use `private`",
  },
  computedName: {
    code: 1071,
    message: "only [Symbol.dispose] may be a computed name",
    suggestion: "use a plain name",
  },
  moduleStatement: {
    code: 1072,
    message: "only declarations and asm stand at the top level of a file",
    suggestion: "move the statement into a function",
  },
  defaultExport: {
    code: 1073,
    message: "default exports are not in the language",
    suggestion: "export by name",
  },
  dynamicImport: {
    code: 1074,
    message: "dynamic import is not in the language",
    suggestion: "import at the top of the file",
  },
  destructuring: {
    code: 1075,
    message: "this destructuring pattern is not in the language ({0})",
    suggestion: "destructure a tuple or the fields of a class, without defaults and rest",
  },
  dynamicProperty: {
    code: 1076,
    message: "properties are not looked up by a computed name",
    suggestion: "name the field, or use a Slice",
  },
  unknownTag: { code: 1077, message: "unknown tag @{0}", suggestion: "docs/language.md lists the tags" },
  tagArgument: { code: 1078, message: "the tag @{0} needs {1}", suggestion: "correct the tag" },
  externTag: {
    code: 1080,
    message: "`declare` in a source file needs the tag @extern",
    suggestion: "add `/** @extern NAME */`",
  },
  exportedType: {
    code: 1081,
    message: "{0} cannot stand in the signature of a function with a fixed symbol",
    suggestion: "pass a pointer and a length",
  },
  importCycle: {
    code: 1082,
    message: "import cycle: {0}",
    suggestion: "use `import type`, an abstract class in the lower file, or a FnPtr hook",
  },
  fieldType: {
    code: 1083,
    message: "nothing tells the exact type of field {0}",
    suggestion: "write its type",
  },
  returnType: {
    code: 1084,
    message: "nothing tells the exact return type of {0}",
    suggestion: "write its type",
  },
  methodValue: { code: 1085, message: "a method is not a value", suggestion: "write an arrow that calls it" },
  genericValue: {
    code: 1086,
    message: "a generic function is not a value",
    suggestion: "write an arrow that calls it",
  },
  superCall: {
    code: 1090,
    message: "super(...) stands first in the constructor of a derived class",
    suggestion: "move it to the first line",
  },
  constantArray: {
    code: 1091,
    message: "the elements of an array literal are constants",
    suggestion: "use `newArray`, or a FixedArray assigned element by element",
  },
  arrayType: {
    code: 1092,
    message: "nothing tells the element type of this array",
    suggestion: "write `const a: readonly u32[] = [...]`",
  },
  fieldUnknown: { code: 1093, message: "{0} has no member {1}", suggestion: "correct the name" },
  notPlace: {
    code: 1094,
    message: "this is a value, not a variable, field or element",
    suggestion: "assign it to a variable first",
  },
  virtualGeneric: {
    code: 1095,
    message: "a generic method is not virtual",
    suggestion: "make the class generic instead",
  },
  defaultValue: {
    code: 1098,
    message: "a default value does not use `{0}`: it is evaluated at the call",
    suggestion: "make the parameter nullable and choose the value in the body, or write two functions",
  },
  abstractEmbed: {
    code: 1099,
    message: "{0} is abstract: there is no object of just this class",
    suggestion: "embed a derived class, or hold a reference",
  },
  selfContained: {
    code: 1100,
    message: "{0} contains itself in place, which has no size",
    suggestion: "hold a reference: `{0} | null`",
  },
  instanceDepth: {
    code: 1101,
    message: "the instances of {0} never end: each needs another with longer type arguments",
    suggestion: "break the recursion of types",
  },
  unboundName: {
    code: 1102,
    message: "`{0}` cannot be used here: it has no value yet, or belongs to another function",
    suggestion: "for recursion write a nested function declaration; pass other values as arguments",
  },
  staticAccessor: {
    code: 1103,
    message: "static accessors are not in the language",
    suggestion: "use a static field or a static method",
  },
  optionalMethod: {
    code: 1104,
    message: "a class has all of its methods: there are no optional ones",
    suggestion: "declare it in a base class, or use a FnPtr field that may be null",
  },
  tupleElements: {
    code: 1105,
    message: "a tuple has a fixed number of elements",
    suggestion: "use a Slice for a list",
  },
  preludeValue: {
    code: 1106,
    message: "`{0}` is an operation of the prelude, not a function with an address",
    suggestion: "write an arrow that calls it",
  },
  duplicateCase: {
    code: 1107,
    message: "a second case for {0}",
    suggestion: "remove one of them",
  },
  argumentsObject: {
    code: 1097,
    message: "`arguments` is not in the language",
    suggestion: "name the parameters",
  },

  // Prelude operations
  constantArgument: { code: 1110, message: "{0} takes a constant here", suggestion: "write the literal" },
  uninitialisedUse: {
    code: 1111,
    message: "uninitialised() is only the initialiser of a FixedArray or Embed local",
    suggestion: "write `const b: FixedArray<u8, 4096> = uninitialised()`",
  },
  atomicType: {
    code: 1112,
    message: "an {0} cell holds an integer, a boolean or a pointer, not {1}",
    suggestion: "guard the data by a lock",
  },
  textHole: {
    code: 1113,
    message: "{0} cannot be written in a text",
    suggestion: "write its fields, or addressOf(x) in hex()",
  },
  textPlace: {
    code: 1114,
    message: "a template literal with holes stands only where Text is expected",
    suggestion: "give it as an argument of type Text",
  },
  textFormat: {
    code: 1115,
    message: "{0}() stands only in a hole of a template",
    suggestion: "write it in a hole of a Text",
  },
  writerMissing: {
    code: 1116,
    message: "Text needs the class Writer of lib/writer.ts under the source root",
    suggestion: "add lib/writer.ts",
  },
  asmOperands: {
    code: 1117,
    message: "asm operands are written in place: {0}",
    suggestion: 'write asm({ out: ["=r"], in: [["r", x]] })`...`',
  },
  asmHole: {
    code: 1118,
    message: "a hole in asm is an operand number, a function or a global",
    suggestion: "pass values as operands",
  },
  fileMissing: {
    code: 1119,
    message: "cannot read {0}",
    suggestion: "the path is relative to the source file",
  },
  bitcastSize: {
    code: 1120,
    message: "bitcast from {0} to {1}: the sizes differ",
    suggestion: "convert first",
  },
  cellValue: {
    code: 1121,
    message: "an {0} cell is not a value",
    suggestion: "use load() and store(), or read() and write()",
  },
  textStored: {
    code: 1122,
    message: "a Text cannot be stored or returned: it lives in the frame that made it",
    suggestion: "write it to a Writer",
  },
  boxedReference: {
    code: 1123,
    message:
      "a boxed closure cannot capture `{0}`: it is assigned after its declaration, or is storage in the frame",
    suggestion: "copy it to a const first",
  },

  // Contexts
  contextSleeps: {
    code: 1130,
    message: "{0} is @{1} and may sleep: {2}",
    suggestion: "break the chain, or let a kernel thread do that part (docs/contexts.md)",
  },
  contextFaults: {
    code: 1131,
    message: "{0} is @{1} and may touch program memory: {2}",
    suggestion: "break the chain, or copy the data before (docs/contexts.md)",
  },
  stackUntouched: {
    code: 1132,
    message: "{0} turns interrupts off on a program's stack and the page below may be missing: {1}",
    suggestion: "{2} (docs/contexts.md)",
  },
  stackTouch: {
    code: 1133,
    message: "{0} touches the page below its stack, but {1}",
    suggestion: "{2} (docs/contexts.md)",
  },
  stackKind: {
    code: 1134,
    message: "{0} is for kernel stacks and may run on a program's: {1}",
    suggestion: "switch to a kernel stack on the way, as a system call does (docs/contexts.md)",
  },
  stackUnknown: {
    code: 1135,
    message: "no entry with a tag reaches {0}, so that nothing says on which stack it runs",
    suggestion: "say `@stack program` or `@stack kernel` where it is entered (docs/contexts.md)",
  },
  stackUnbalanced: {
    code: 1136,
    message: "{0} may return to the program with interrupts off",
    suggestion: "restore them on every way out (docs/contexts.md)",
  },
  stackAssembly: {
    code: 1137,
    message: "{0} changes interrupts by assembly and may run on a program's stack: {1}",
    suggestion: "say `@disables`, `@enables` or `@restores` (docs/contexts.md)",
  },
} as const satisfies Record<string, Entry>;

export type DiagnosticKey = keyof typeof DIAGNOSTICS;

export function makeDiagnostic(
  key: DiagnosticKey,
  args: readonly string[],
  at: { file: string; line: number; column: number } | null,
): Diagnostic {
  const entry: Entry = DIAGNOSTICS[key];
  const fill = (text: string) => text.replace(/\{(\d)\}/g, (_, n) => args[Number(n)] ?? "");
  return {
    code: `OS${entry.code}`,
    severity: "error",
    message: fill(entry.message),
    suggestion: fill(entry.suggestion),
    file: at?.file ?? null,
    line: at?.line ?? 0,
    column: at?.column ?? 0,
  };
}

/** TypeScript's own form: `file:line:column - error OS1001: message`, the suggestion on a line of its own. */
export function formatDiagnostic(d: Diagnostic): string {
  const where = d.file === null ? "" : `${d.file}:${d.line}:${d.column} - `;
  const hint = d.suggestion === null ? "" : `\n  ${d.suggestion}`;
  return `${where}${d.severity} ${d.code}: ${d.message}${hint}`;
}
