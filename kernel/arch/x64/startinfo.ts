/**
 * The PVH start information: struct hvm_start_info, hvm_modlist_entry and hvm_memmap_table_entry (Xen,
 * public/arch-x86/hvm/start_info.h). All addresses in it are physical and below 4 GiB.
 */

const START_MAGIC = 0x336ec578;

export class StartInfo {
  magic!: u32;
  version!: u32;
  flags!: u32;
  moduleCount!: u32;
  moduleList!: u64;
  commandLine!: u64;
  rsdp!: u64;
  memoryMap!: u64;
  memoryMapEntries!: u32;
  reserved!: u32;
}
export class StartModule {
  start!: u64;
  size!: u64;
  commandLine!: u64;
  reserved!: u64;
}
export class StartMemory {
  start!: u64;
  size!: u64;
  kind!: u32;
  reserved!: u32;
}

/** The structure at `physical` where `map` shows physical memory; null when the loader gave none. */
export function startInfoAt(map: u64, physical: u64): StartInfo | null {
  if (physical === 0) return null;
  const start = ref<StartInfo>(map + physical);
  return start.magic === START_MAGIC ? start : null;
}

/** The NUL-terminated string at `physical`; empty for 0. */
export function stringAtPhysical(map: u64, physical: u64): string {
  const text = ptr<u8>(map + physical);
  let length: usize = 0;
  if (physical !== 0) while (text[length] !== 0) length++;
  return stringAt(text, length);
}

/** Whether the command line has this word by itself. */
export function hasWord(line: string, word: string): boolean {
  for (let at: usize = 0; at + word.length <= line.length; at++) {
    if (at > 0 && line.byteAt(at - 1) !== 0x20) continue;
    const end = at + word.length;
    if (line.substring(at, end) === word && (end === line.length || line.byteAt(end) === 0x20)) return true;
  }
  return false;
}
