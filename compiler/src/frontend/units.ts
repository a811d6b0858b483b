/**
 * From what was declared to the finished units: which generic instances each file emits, which file-local names are
 * referred to from another object after all, and the functions that run initialisers.
 */
import type { Session, Unit, Used } from "./session.ts";
import { functionAttributes, NO_TAGS } from "./tags.ts";
import type { ClassInfo, FunctionInfo, Linkage, Program, SourceUnit, Stmt } from "./tree.ts";
import { VOID } from "./typetools.ts";

export function finishUnits(session: Session, units: readonly Unit[]): Program {
  const files = units.map((unit, i) => finishUnit(session, unit, 1000 + i));
  return { files, classes: [...session.classEntries.keys()] };
}

function finishUnit(session: Session, unit: Unit, priority: number): SourceUnit {
  const initialiser = initialiserOf(session, unit);
  const functions = [...unit.functions, ...(initialiser ? [initialiser] : [])];
  const classes = [...unit.classes];
  addInstances(session, unit, functions, classes);
  return {
    path: unit.path,
    absolutePath: unit.source.fileName,
    globals: unit.globals,
    functions,
    classes,
    moduleAsm: unit.moduleAsm,
    initialiser,
    initialiserPriority: priority,
  };
}

function initialiserOf(session: Session, unit: Unit): FunctionInfo | null {
  if (unit.init.length === 0) return null;
  const body: Stmt[] = [...unit.init].sort((a, b) => a.position - b.position).flatMap((i) => i.statements);
  const span = { file: unit.path, line: 1, column: 1 };
  const info: FunctionInfo = {
    name: "init",
    symbol: unit.initScope!.symbol,
    signature: { params: [], result: VOID },
    params: [],
    isMethodOf: null,
    linkage: "internal",
    version: null,
    attributes: functionAttributes(NO_TAGS, false),
    captures: [],
    hasEnvironment: false,
    span,
    endSpan: span,
    file: unit.path,
    body: { kind: "block", body, span },
  };
  session.uses.set(info, unit.initScope!.uses);
  session.unitOf.set(info, unit);
  return info;
}

/** Adds the instances that the file's functions reach through instances, and opens what they need of other files. */
function addInstances(session: Session, unit: Unit, functions: FunctionInfo[], classes: ClassInfo[]): void {
  const seen = new Set<Used>([...functions, ...classes]);
  const open = (used: Used): void => {
    if (seen.has(used)) return;
    seen.add(used);
    if (isFunction(used) && used.linkage === "linkonce") {
      functions.push(used);
      follow(used);
    } else if (isClass(used) && used.instance) {
      classes.push(used);
      followClass(used);
    } else if (!isClass(used) && session.unitOf.get(used) !== unit && used.linkage === "internal") {
      (used as { linkage: Linkage }).linkage = "hidden";
    }
  };
  const followClass = (info: ClassInfo): void => {
    for (const slot of info.vtable) if (slot.target) open(slot.target);
  };
  const follow = (info: FunctionInfo): void => {
    for (const used of session.uses.get(info) ?? []) open(used);
  };
  for (const used of [...(unit.initScope?.uses ?? [])]) open(used);
  for (const info of [...functions]) follow(info);
  for (const info of [...classes]) followClass(info);
}
const isFunction = (used: Used): used is FunctionInfo => "signature" in used;
const isClass = (used: Used): used is ClassInfo => "vtable" in used;
