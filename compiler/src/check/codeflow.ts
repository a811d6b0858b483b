/**
 * Which functions a code value may be: a flow of function addresses through variables, fields, parameters and results.
 *
 * One node for each variable, field (of any object), function result, and one `pool` for each shape of signature.
 * The pool stands for all memory that is reached otherwise: elements of slices, Ptr, tuples, atomic cells, integers. A
 * function that gets there may be called by every call that reads from there. The flow does not tell objects, call
 * sites or orders apart, so what it finds is a superset of what happens.
 */
import type { Constant, Expr, FunctionInfo, GlobalInfo, Place, Signature, Type } from "../frontend/tree.ts";

export class FlowNode {
  readonly functions = new Set<FunctionInfo>();
  readonly to = new Set<FlowNode>();
  readonly listeners: ((f: FunctionInfo) => void)[] = [];
}

/** The signature of a value that can be called; null for others. A Text is called with a Writer. */
export function codeSignature(type: Type): Signature | "text" | null {
  if (type.kind === "fn" || type.kind === "closure" || type.kind === "boxed") return type.signature;
  return type.kind === "text" ? "text" : null;
}
/** The code type of storage: of the value itself or of an array's or cell's elements. */
export function storedCode(type: Type): Signature | "text" | null {
  if (type.kind === "array" || type.kind === "atomic" || type.kind === "mmio") return storedCode(type.of);
  return codeSignature(type);
}

/** What a call looks like to the machine: conversions between reference types do not change it. */
function shape(type: Type): string {
  switch (type.kind) {
    case "int":
      return `i${type.width}`;
    case "float":
      return `f${type.width}`;
    case "tuple":
      return `(${type.elements.map(shape).join(",")})`;
    case "ptr":
    case "class":
    case "fn":
    case "boxed":
      return "p";
    default:
      return type.kind;
  }
}

export class CodeFlow {
  private readonly nodes = new Map<object | string, FlowNode>();
  private readonly work: [FlowNode, FunctionInfo][] = [];
  private running = false;

  node(key: object | string): FlowNode {
    let node = this.nodes.get(key);
    if (node === undefined) {
      node = new FlowNode();
      this.nodes.set(key, node);
    }
    return node;
  }
  pool(signature: Signature | "text"): FlowNode {
    if (signature === "text") return this.node("text");
    return this.node(`${signature.params.map(shape).join(",")}=>${shape(signature.result)}`);
  }

  add(node: FlowNode, f: FunctionInfo): void {
    this.work.push([node, f]);
    if (this.running) return;
    this.running = true;
    for (let item = this.work.pop(); item !== undefined; item = this.work.pop()) {
      const [at, target] = item;
      if (at.functions.has(target)) continue;
      at.functions.add(target);
      for (const next of at.to) this.work.push([next, target]);
      for (const listener of at.listeners) listener(target);
    }
    this.running = false;
  }
  flow(from: FlowNode, to: FlowNode): void {
    if (from === to || from.to.has(to)) return;
    from.to.add(to);
    for (const f of from.functions) this.add(to, f);
  }
  /** `listener` hears of each function that is or comes in the node, once. */
  listen(node: FlowNode, listener: (f: FunctionInfo) => void): void {
    const known = [...node.functions];
    node.listeners.push(listener);
    for (const f of known) listener(f);
  }

  /** The node of storage of a code type. */
  place(place: Place): FlowNode {
    switch (place.kind) {
      case "localPlace":
        return this.node(place.local);
      case "globalPlace":
        return this.node(place.global);
      case "fieldPlace":
        return this.node(`${place.field.declaredIn.symbol}.${place.field.name}`);
      case "arrayPlace":
        return this.place(place.array);
      case "pointerPlace":
      case "slicePlace":
        return this.pool(storedCode(place.type)!);
    }
  }

  /** The node of a value of a code type; `e` itself is its key where nothing else is. */
  value(e: Expr): FlowNode {
    const joined = (...parts: readonly Expr[]): FlowNode => {
      const node = this.node(e);
      for (const part of parts) this.flow(this.value(part), node);
      return node;
    };
    switch (e.kind) {
      case "functionRef":
      case "closure":
      case "boxedClosure":
      case "textTemplate": {
        const node = this.node(e);
        this.add(node, e.target);
        return node;
      }
      case "load":
        return this.place(e.place);
      case "toClosure":
      case "assign":
      case "sequence":
        return this.value(e.value);
      case "conditional":
        return joined(e.then, e.otherwise);
      case "logical":
        return joined(e.left, e.right);
      case "let":
        return this.value(e.body);
      case "convert":
        return codeSignature(e.operand.type) === null
          ? this.pool(codeSignature(e.type)!)
          : this.value(e.operand);
      case "call":
      case "virtualCall":
      case "indirectCall":
      case "null":
        return this.node(e); // the call graph lets the results of its targets flow here
      default:
        return codeSignature(e.type) === null ? this.node(e) : this.pool(codeSignature(e.type)!);
    }
  }

  /** The initial values of a global's data. */
  global(global: GlobalInfo): void {
    if (global.constant !== null) this.constant(global.constant, global.type, this.node(global));
  }
  /** Functions in constant data of type `type`; `into` is the node of the storage around it. */
  constant(constant: Constant, type: Type, into: FlowNode | null): void {
    if (constant.kind === "function") {
      this.add(into ?? this.pool(constant.target.signature), constant.target);
    } else if (constant.kind === "slice") {
      for (const element of constant.elements) this.constant(element, constant.of, null);
    } else if (constant.kind === "aggregate") {
      if (type.kind === "embed") this.object(constant.elements, type);
      else {
        const inner = (i: number): Type => {
          if (type.kind === "tuple") return type.elements[i]!;
          return type.kind === "array" ? type.of : type;
        };
        const kept = type.kind === "array" ? into : null;
        for (const [i, element] of constant.elements.entries()) this.constant(element, inner(i), kept);
      }
    }
  }
  private object(elements: readonly Constant[], type: Extract<Type, { kind: "embed" }>): void {
    const chain = [];
    for (let at: typeof type.of | null = type.of; at !== null; at = at.base) chain.unshift(at);
    chain
      .flatMap((info) => info.fields)
      .forEach((field, i) => {
        const value = elements[i];
        if (value === undefined) return;
        this.constant(value, field.type, this.node(`${field.declaredIn.symbol}.${field.name}`));
      });
  }
}
