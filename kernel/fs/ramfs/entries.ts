/**
 * The entries of a directory in memory: a list in order of creation, with an index by name once it is long.
 *
 * Each entry has a number that is never used again in the directory, so that a walk by position (getdents64) survives
 * changes: it goes on with the first entry of a greater number.
 */
import { copyString, freeString } from "../../lib/strings.ts";
import { WordMap } from "../../lib/wordmap.ts";
import type { Inode } from "../../vfs/inode.ts";

export class Entry {
  name: string = "";
  inode!: Inode;
  cookie: u64 = 0;
  hash: u64 = 0;
  previous: Entry | null = null;
  next: Entry | null = null;
  /** The next entry with the same hash, in an indexed directory. */
  nextOfHash: Entry | null = null;
}

/** From here on names are found by hash. */
const INDEXED_FROM: u64 = 24;

/** FNV-1a (draft-eastlake-fnv). */
function hashOf(name: string): u64 {
  let hash: u64 = 0xcbf29ce484222325;
  for (const byte of name) hash = (hash ^ u64(byte)) * 0x100000001b3;
  return hash >> 1; // WordMap does not take the greatest key
}

export class EntryList {
  first: Entry | null = null;
  private last: Entry | null = null;
  private nextCookie: u64 = 1;
  /** Where the last walk stood. */
  private cursor: Entry | null = null;
  private count: u64 = 0;
  /** Hash to the first entry of that hash; empty in a short directory. */
  private readonly index: Embed<WordMap> = new WordMap();
  private indexed: boolean = false;

  find(name: string): Entry | null {
    if (!this.indexed) {
      for (let e = this.first; e !== null; e = e.next) if (e.name === name) return e;
      return null;
    }
    const address = this.index.get(hashOf(name));
    if (address === 0) return null;
    for (let e: Entry | null = ref<Entry>(address); e !== null; e = e.nextOfHash)
      if (e.name === name) return e;
    return null;
  }

  /** Adds an entry with its own copy of the name, which must be new; the caller sees to the inode's references. */
  append(name: string, inode: Inode): Entry {
    const entry = new Entry();
    entry.name = copyString(name);
    entry.inode = inode;
    entry.cookie = this.nextCookie++;
    entry.hash = hashOf(name);
    const last = this.last;
    entry.previous = last;
    if (last === null) this.first = entry;
    else last.next = entry;
    this.last = entry;
    this.count++;
    if (this.indexed) this.addToIndex(entry);
    else if (this.count >= INDEXED_FROM) {
      this.indexed = true;
      for (let e = this.first; e !== null; e = e.next) this.addToIndex(e);
    }
    return entry;
  }

  /** Takes an entry out and frees it; with `keepName` the name's memory is left to the caller. */
  remove(entry: Entry, keepName: boolean): void {
    const { previous, next } = entry;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
    if (this.cursor === entry) this.cursor = null;
    this.count--;
    if (this.indexed) this.removeFromIndex(entry);
    if (!keepName) freeString(entry.name);
    free(entry);
  }

  /** The first entry behind the one of number `cookie`; 0: the first of all. */
  after(cookie: u64): Entry | null {
    const cursor = this.cursor;
    let e: Entry | null = cursor !== null && cursor.cookie === cookie ? cursor.next : this.first;
    while (e !== null && e.cookie <= cookie) e = e.next;
    this.cursor = e;
    return e;
  }

  /** Frees the index; the list must be empty. */
  release(): void {
    this.index.clear();
    this.indexed = false;
  }

  private addToIndex(entry: Entry): void {
    const address = this.index.get(entry.hash);
    entry.nextOfHash = address === 0 ? null : ref<Entry>(address);
    this.index.set(entry.hash, addressOf(entry));
  }
  private removeFromIndex(entry: Entry): void {
    const address = this.index.get(entry.hash);
    const rest = entry.nextOfHash;
    if (address === addressOf(entry)) {
      if (rest === null) this.index.remove(entry.hash);
      else this.index.set(entry.hash, addressOf(rest));
      return;
    }
    for (let e: Entry | null = ref<Entry>(address); e !== null; e = e.nextOfHash) {
      if (e.nextOfHash === entry) {
        e.nextOfHash = rest;
        return;
      }
    }
  }
}
