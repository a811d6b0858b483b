/**
 * Writes an ld.so.cache for the libraries of an image (format: ld-cache.ts).
 *
 * The loader searches the entries by bisection, so they stand in descending order of `_dl_cache_libcmp`: bytes
 * compare as bytes, runs of digits as numbers, and a digit is greater than anything else.
 */
const entrySize = 24;
const headerSize = 48;
const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;

/** `_dl_cache_libcmp` of glibc's elf/dl-cache.c. */
export function compareLibraryNames(a: string, b: string): number {
  const left = Buffer.from(`${a}\0`);
  const right = Buffer.from(`${b}\0`);
  let i = 0;
  let j = 0;
  while (left[i] !== 0) {
    const l = left[i] as number;
    const r = right[j] as number;
    if (isDigit(l) && isDigit(r)) {
      let lValue = 0;
      let rValue = 0;
      while (isDigit(left[i] as number)) lValue = lValue * 10 + (left[i++] as number) - 0x30;
      while (isDigit(right[j] as number)) rValue = rValue * 10 + (right[j++] as number) - 0x30;
      if (lValue !== rValue) return lValue - rValue;
    } else if (isDigit(l)) return 1;
    else if (isDigit(r)) return -1;
    else if (l !== r) return l - r;
    else {
      i++;
      j++;
    }
  }
  return (left[i] as number) - (right[j] as number);
}

/** The cache file for these libraries: pairs of name and path. */
export function writeLdCache(libraries: ReadonlyMap<string, string>): Buffer {
  const entries = [...libraries].sort(([a], [b]) => compareLibraryNames(b, a));
  const stringsAt = headerSize + entries.length * entrySize;
  const file = Buffer.alloc(stringsAt);
  const strings: Buffer[] = [];
  let at = stringsAt;
  const add = (text: string) => {
    const bytes = Buffer.from(`${text}\0`);
    strings.push(bytes);
    at += bytes.length;
    return at - bytes.length;
  };
  file.write("glibc-ld.so.cache1.1", 0, "latin1");
  file.writeUInt32LE(entries.length, 20);
  for (const [i, [name, path]] of entries.entries()) {
    const entry = headerSize + i * entrySize;
    file.writeInt32LE(0x0303, entry);
    file.writeUInt32LE(add(name), entry + 4);
    file.writeUInt32LE(add(path), entry + 8);
  }
  file.writeUInt32LE(at - stringsAt, 24);
  file.writeUInt8(2, 28); // cache_file_new_flags_endian_little
  return Buffer.concat([file, ...strings]);
}
