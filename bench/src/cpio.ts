/**
 * Writes a cpio archive in the "newc" form, Linux's initramfs (kernel documentation,
 * driver-api/early-userspace/buffer-format).
 */

export interface CpioEntry {
  /** Path without a leading slash. */
  name: string;
  /** st_mode with the type bits. */
  mode: number;
  data?: Buffer;
  /** Device number of a device node. */
  device?: { major: number; minor: number };
}

function pad4(length: number): Buffer {
  return Buffer.alloc((4 - (length % 4)) % 4);
}

function member(entry: CpioEntry, inode: number): Buffer {
  const data = entry.data ?? Buffer.alloc(0);
  const name = Buffer.from(`${entry.name}\0`);
  const { major = 0, minor = 0 } = entry.device ?? {};
  const fields = [inode, entry.mode, 0, 0, 1, 0, data.length, 0, 0, major, minor, name.length, 0];
  const header = Buffer.from(
    `070701${fields.map((field) => field.toString(16).padStart(8, "0").toUpperCase()).join("")}`,
  );
  return Buffer.concat([header, name, pad4(header.length + name.length), data, pad4(data.length)]);
}

/** The archive, uncompressed. */
export function cpioArchive(entries: readonly CpioEntry[]): Buffer {
  const all = [...entries, { name: "TRAILER!!!", mode: 0 }];
  return Buffer.concat(all.map((entry, index) => member(entry, index + 1)));
}

/** An initramfs with one static program as /init and a console for it. */
export function initramfsWith(init: Buffer): Buffer {
  return cpioArchive([
    { name: "dev", mode: 0o040755 },
    { name: "dev/console", mode: 0o020600, device: { major: 5, minor: 1 } },
    { name: "init", mode: 0o100755, data: init },
  ]);
}
