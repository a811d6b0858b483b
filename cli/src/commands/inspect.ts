/** `osier inspect IMAGE ls|cat|tree [PATH]`: what is in an image. */
import { Command } from "@commander-js/extra-typings";
import { cat, type ErofsImage, ImageError, type Inode, type Listed, ls, openErofs, tree } from "@osier/image";
import { errorCode, OsierError } from "../ui/error.ts";

export function inspectCommand() {
  return new Command("inspect")
    .summary("look into an image")
    .description("Lists an image's files, prints one, or, without an action, says what the image is.")
    .argument("<image>", "an EROFS image, as `osier build PROGRAM -o IMAGE` writes it")
    .argument("[action]", "ls, cat or tree")
    .argument("[path]", "a path in the image", "/")
    .option("--json", "print lists as JSON");
}

export const inspectExamples = `
Examples:
  osier inspect python.erofs                        # size, number of files
  osier inspect python.erofs ls /usr/bin
  osier inspect python.erofs cat /etc/passwd
  osier inspect python.erofs tree /usr/lib --json
`;

export async function inspect(
  path: string,
  action: string | undefined,
  inside: string,
  flags: { json?: true | undefined },
): Promise<number> {
  try {
    using image = openErofs(path);
    await act(image, action, inside, flags.json === true);
    return 0;
  } catch (cause) {
    if (cause instanceof ImageError)
      throw new OsierError({ what: cause.what, where: cause.where, mend: cause.mend, cause });
    if (errorCode(cause) === "EPIPE") return 0;
    throw cause;
  }
}

async function act(
  image: ErofsImage,
  action: string | undefined,
  inside: string,
  json: boolean,
): Promise<void> {
  switch (action) {
    case undefined:
      return print(summary(image, json));
    case "ls":
      return print(
        json ? `${JSON.stringify(ls(image, inside).map(record))}\n` : ls(image, inside).map(line).join(""),
      );
    case "tree":
      if (json) return print(`${JSON.stringify([...tree(image, inside)].map(record))}\n`);
      for (const item of tree(image, inside)) await print(branch(item));
      return;
    case "cat":
      if (image.lookup(inside).kind !== "file") {
        throw new OsierError({
          what: "only a regular file can be printed",
          where: inside,
          mend: "use ls or tree",
        });
      }
      for (const piece of cat(image, inside)) await print(piece);
      return;
    default:
      throw new OsierError({ what: `unknown action ${action}`, mend: "use ls, cat or tree" });
  }
}

/** Resolves when the bytes are on their way, so that a slow reader is not buffered for without end. */
async function print(bytes: string | Buffer): Promise<void> {
  if (process.stdout.write(bytes)) return;
  await new Promise((resume) => process.stdout.once("drain", resume));
}

function summary(image: ErofsImage, json: boolean): string {
  let files = 0;
  let bytes = 0;
  for (const { inode } of tree(image, "/")) {
    if (inode.kind !== "file") continue;
    files++;
    bytes += inode.size;
  }
  if (json) return `${JSON.stringify({ format: "erofs", inodes: image.inodes, files, bytes })}\n`;
  return `EROFS image, ${image.inodes} inodes, ${files} files of ${bytes} bytes in all\n`;
}

const kindLetters: Record<Inode["kind"], string> = {
  file: "-",
  directory: "d",
  symlink: "l",
  character: "c",
  block: "b",
  fifo: "p",
  socket: "s",
};

function modeText(inode: Inode): string {
  const bits = "rwxrwxrwx".split("").map((c, i) => ((inode.mode >> (8 - i)) & 1 ? c : "-"));
  return kindLetters[inode.kind] + bits.join("");
}
function line({ inode, name, target }: Listed): string {
  const size = String(inode.size).padStart(10);
  return `${modeText(inode)} ${size} ${name}${target === null ? "" : ` -> ${target}`}\n`;
}
function branch({ depth, name, inode, target }: Listed): string {
  const mark = inode.kind === "directory" ? "/" : target === null ? "" : ` -> ${target}`;
  return `${"  ".repeat(depth)}${name}${mark}\n`;
}
function record({ path, inode, target }: Listed): Record<string, unknown> {
  const { kind, mode, size, uid, gid, mtime } = inode;
  return { path, kind, mode, size, uid, gid, mtime, ...(target === null ? {} : { target }) };
}
