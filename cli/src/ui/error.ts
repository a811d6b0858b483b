/**
 * The one error that the command line reports. Whoever finds a failure throws it; only `main.ts` prints it.
 *
 * Exit statuses follow Docker's: 125 Osier's own failure, 126 the program cannot be executed,
 * 127 the program does not exist, 124 (as of timeout(1)) a time limit ran out.
 */

/** Exit statuses that are Osier's and not the program's (docs/boot-protocol.md, "Status of the command"). */
export const ExitStatus = {
  timeout: 124,
  osier: 125,
  notExecutable: 126,
  notFound: 127,
  interrupt: 130,
  terminated: 143,
} as const;

export interface Failure {
  /** What went wrong, in one sentence without a full stop. */
  what: string;
  /** The file, package or machine that it concerns; empty when `what` says so already. */
  where?: string;
  /** What the user can do about it; one line or several. */
  mend: string;
  /** Status of the command; default 125. */
  status?: number;
  /** The error that led here, shown under --verbose. */
  cause?: unknown;
}

export class OsierError extends Error {
  readonly what: string;
  readonly where: string;
  readonly mend: string;
  readonly status: number;

  constructor(failure: Failure) {
    super(failure.what, { cause: failure.cause });
    this.name = "OsierError";
    this.what = failure.what;
    this.where = failure.where ?? "";
    this.mend = failure.mend;
    this.status = failure.status ?? ExitStatus.osier;
  }
}

/** An error of another room as ours: every room's error type says what, where and how to mend it. */
export function asOsierError(error: unknown): OsierError | null {
  if (error instanceof OsierError) return error;
  if (!(error instanceof Error) || !("what" in error && "where" in error && "mend" in error)) return null;
  const { what, where, mend } = error;
  if (typeof what !== "string" || typeof where !== "string" || typeof mend !== "string") return null;
  return new OsierError({ what, where, mend, cause: error });
}

/** The text that `main.ts` prints for an error: what, where, and how to mend it. */
export function renderError(error: OsierError): string {
  const lines = [`osier: ${error.what}`];
  if (error.where !== "") lines.push(`  where: ${error.where}`);
  lines.push(...error.mend.split("\n").map((line) => `  mend:  ${line}`));
  return lines.join("\n") + "\n";
}

/** The system's error code (`ENOENT`, `ENOSPC`, ...) of something caught, or an empty string. */
export function errorCode(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
