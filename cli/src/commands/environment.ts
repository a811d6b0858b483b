/** The environment that a guest program sees: little by default, so that a run does not depend on the user's shell. */

/** Locale, time zone and terminal go along, so that output is what it would be here. */
const inherited = /^(LANG|LANGUAGE|LC_[A-Z]+|TZ)$/;

const defaults: Readonly<Record<string, string>> = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
};

/**
 * @param flags values of `-e`: NAME=VALUE, or NAME for the host's value
 * @param terminal whether any of the program's streams is a terminal
 * @returns NAME=VALUE, sorted by name
 */
export function guestEnvironment(
  flags: readonly string[],
  host: NodeJS.ProcessEnv,
  terminal: boolean,
): string[] {
  const variables = new Map(Object.entries(defaults));
  for (const [name, value] of Object.entries(host))
    if (inherited.test(name) && value !== undefined) variables.set(name, value);
  if (terminal && host["TERM"] !== undefined) variables.set("TERM", host["TERM"]);
  for (const text of flags) {
    const equals = text.indexOf("=");
    if (equals > 0) variables.set(text.slice(0, equals), text.slice(equals + 1));
    else if (host[text] !== undefined) variables.set(text, host[text]);
  }
  return [...variables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`);
}

/** Values of the variables that choose a locale. */
export function localesOf(environment: readonly string[]): string[] {
  return environment
    .filter((text) => /^(LANG|LC_[A-Z]+)=/.test(text))
    .map((text) => text.slice(text.indexOf("=") + 1));
}
