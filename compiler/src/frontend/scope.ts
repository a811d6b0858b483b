/**
 * The function whose body is being elaborated: its locals, its jump targets and, for an arrow, what it captures.
 *
 * A name is looked up here first, then in the enclosing function; what is found there becomes a capture. A capture
 * is by reference when the variable is storage or is assigned anywhere after its declaration, else by value.
 */
import ts from "typescript";
import type { ClassEntry } from "./classes.ts";
import type { DiagnosticKey } from "./diagnostics.ts";
import type { Session, Substitution, Unit, Used } from "./session.ts";
import type { Capture, Expr, Local, SourceSpan, Type } from "./tree.ts";
import { isInline } from "./typetools.ts";

export interface Jump {
  readonly label: number;
  readonly names: readonly string[];
  readonly loop: boolean;
  /** An unlabelled `break` ends it. */
  readonly breakable: boolean;
}

/** What a name stands for inside a function. */
export type Binding = { readonly local: Local } | { readonly constant: Expr } | { readonly failed: true };

export class Scope {
  readonly locals = new Map<ts.Symbol, Binding>();
  readonly captures: Capture[] = [];
  readonly jumps: Jump[] = [];
  readonly uses = new Set<Used>();
  /** Nodes whose value was evaluated before: links of optional chains, operands of compound assignments. */
  readonly replacements = new Map<ts.Node, Expr>();
  /** The result that `return` must give; null while an arrow's is inferred. */
  result: Type | null = null;
  thisLocal: Local | null = null;
  private nextLocal = 0;
  private nextLabel = 0;

  constructor(
    readonly session: Session,
    readonly unit: Unit,
    readonly substitution: Substitution,
    readonly classEntry: ClassEntry | null,
    readonly outer: Scope | null,
    /** The symbol under which nested functions are named. */
    readonly symbol: string,
    /** Whether names of the enclosing function may be captured, else the diagnostic that says why not. */
    readonly captureRefusal: DiagnosticKey | null,
    /** Linkage of arrows declared in it. */
    readonly inInstance: boolean,
  ) {}

  get checker(): ts.TypeChecker {
    return this.session.checker;
  }
  fail(node: ts.Node, key: DiagnosticKey, ...args: string[]): never {
    return this.session.fail(node, key, ...args);
  }
  span(node: ts.Node): SourceSpan {
    return this.session.span(node);
  }

  newLocal(name: string, type: Type, span: SourceSpan, parameter: number | null = null): Local {
    return { id: this.nextLocal++, name, type, span, parameter, addressTaken: isInline(type) };
  }
  newLabel(): number {
    return this.nextLabel++;
  }
  bind(symbol: ts.Symbol, local: Local): void {
    this.locals.set(symbol, { local });
  }

  lookup(symbol: ts.Symbol, node: ts.Node): Binding | null {
    const own = this.locals.get(symbol);
    if (own) return own;
    const found = this.outer?.lookup(symbol, node) ?? null;
    if (found === null || !("local" in found)) return found;
    if (this.captureRefusal) this.fail(node, this.captureRefusal, symbol.name);
    const inner = this.capture(found.local, isReassigned(this.session, symbol));
    this.bind(symbol, inner);
    return { local: inner };
  }
  lookupThis(node: ts.Node): Local | null {
    if (this.thisLocal) return this.thisLocal;
    const found = this.outer?.lookupThis(node) ?? null;
    if (found === null) return null;
    if (this.captureRefusal) this.fail(node, this.captureRefusal, "this");
    this.thisLocal = this.capture(found, false);
    return this.thisLocal;
  }

  private capture(outer: Local, reassigned: boolean): Local {
    const byReference = reassigned || isInline(outer.type);
    if (byReference) outer.addressTaken = true;
    const inner = this.newLocal(outer.name, outer.type, outer.span);
    if (byReference) inner.addressTaken = true;
    this.captures.push({ outer, inner, byReference });
    return inner;
  }
}

/** Whether a variable is assigned, incremented or has its address taken anywhere after its declaration. */
function isReassigned(session: Session, symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return false;
  const source = declaration.getSourceFile();
  let set = session.reassigned.get(source);
  if (!set) {
    set = collectReassigned(session, source);
    session.reassigned.set(source, set);
  }
  if (set.has(symbol)) return true;
  // `let x;` gets its value by an assignment, which the set already holds.
  return false;
}

function collectReassigned(session: Session, source: ts.SourceFile): Set<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  const add = (target: ts.Node): void => {
    if (ts.isIdentifier(target)) {
      const symbol = session.checker.getSymbolAtLocation(target);
      if (symbol) found.add(symbol);
    } else if (ts.isParenthesizedExpression(target) || ts.isNonNullExpression(target)) {
      add(target.expression);
    } else if (ts.isArrayLiteralExpression(target)) {
      target.elements.forEach(add);
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node)) {
      const op = node.operatorToken.kind;
      if (op >= ts.SyntaxKind.FirstAssignment && op <= ts.SyntaxKind.LastAssignment) add(node.left);
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) {
        add(node.operand);
      }
    } else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      if (node.expression.text === "pointerTo" && node.arguments[0]) add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
