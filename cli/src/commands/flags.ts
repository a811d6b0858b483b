/** Values of flags: what is allowed, said once, with valibot; a wrong value is an OsierError that shows a right one. */
import * as v from "valibot";
import { OsierError } from "../ui/error.ts";

const units: Readonly<Record<string, number>> = { "": 1, m: 1, k: 1 / 1024, g: 1024 };

/** `512`, `512M`, `1G`, `2048K` as whole MiB. */
export const memorySchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,7}([kmg](i?b)?)?$/i, "write a size such as 64M or 1G"),
  v.transform(
    (text) =>
      Number.parseInt(text, 10) * (units[text.replace(/^\d+/, "").slice(0, 1).toLowerCase()] as number),
  ),
  v.integer("the size must be whole MiB"),
  v.minValue(1, "the size must be at least 1M"),
  v.maxValue(1 << 20, "the size must be at most 1024G"),
);

export const cpusSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,4}$/, "write a number such as 2"),
  v.transform(Number),
  v.minValue(1, "at least 1"),
  v.maxValue(255, "at most 255"),
);

export const timeoutSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,7}(\.\d{1,3})?$/, "write seconds such as 30 or 0.5"),
  v.transform(Number),
  v.minValue(0.001, "must be more than 0"),
  v.maxValue(2_000_000, "at most 2000000"),
);

export const envSchema = v.pipe(
  v.string(),
  v.regex(/^[^=\0]+(=[^\0]*)?$/, "write NAME=VALUE, or NAME to pass on the host's value"),
);

export const workdirSchema = v.pipe(v.string(), v.regex(/^\/[^\0]*$/, "write an absolute path of the guest"));

/** A parser for commander's options. */
export function flag<T>(name: string, schema: v.GenericSchema<string, T>): (text: string) => T {
  return (text) => {
    const result = v.safeParse(schema, text);
    if (result.success) return result.output;
    throw new OsierError({ what: `${name} ${text} is not valid`, mend: result.issues[0].message });
  };
}

/** A parser for an option that may be given many times. */
export function repeated<T>(
  name: string,
  schema: v.GenericSchema<string, T>,
): (text: string, before: T[]) => T[] {
  const parse = flag(name, schema);
  return (text, before) => [...before, parse(text)];
}
