/** Linker-level names: `a/b/c.ts` function `f` is `a_b_c__f`, a method `a_b_c__Class__m`, an instance ends in its type arguments. */
import type { Session } from "./session.ts";
import type { Type } from "./tree.ts";
import { typeKey } from "./typetools.ts";

const clean = (text: string): string => text.replace(/[^A-Za-z0-9_]/g, "_");

export function modulePrefix(path: string): string {
  return clean(path.replace(/\.ts$/, ""));
}
export function mangle(path: string, ...names: string[]): string {
  return [modulePrefix(path), ...names.map(clean)].join("__");
}
export function mangleInstance(base: string, types: readonly Type[]): string {
  if (types.length === 0) return base;
  return `${base}__${types.map((t) => clean(typeKey(t)).replace(/_+$/, "")).join("__")}`;
}
/** `name`, or with a number where it has been given already. */
export function unique(session: Session, name: string): string {
  const count = session.names.get(name) ?? 0;
  session.names.set(name, count + 1);
  return count === 0 ? name : `${name}_${count + 1}`;
}
