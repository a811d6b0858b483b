/** What goes into an image: a flat list of entries by guest path, from which the writer builds the directories. */

interface EntryBase {
  /** Absolute, without "." or "..", no trailing slash but for the root. */
  readonly path: string;
  /** Permission bits, set-id and sticky bits included. */
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Seconds since 1970; 0 when absent, so that equal input gives equal bytes. */
  readonly mtime?: number;
}
export type ImageEntry =
  | (EntryBase & { readonly kind: "directory" })
  | (EntryBase & { readonly kind: "symlink"; readonly target: string })
  | (EntryBase & { readonly kind: "device"; readonly type: "character" | "block"; readonly device: number })
  | (EntryBase & {
      readonly kind: "file";
      readonly source: { readonly host: string; readonly size: number } | { readonly bytes: Uint8Array };
      /** Every page in a block of its own, so that it is mapped in place: for executables and libraries. */
      readonly aligned?: boolean;
    });
