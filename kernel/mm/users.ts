/** Who has pages, besides the program: for reports and /proc/meminfo. Rooms above this one add themselves. */

export class MemoryUser {
  readonly name: string;
  readonly count: FnPtr<() => u64>;
  /** Pages that are given up when memory runs short. */
  readonly isCache: boolean;
  next: MemoryUser | null = null;

  constructor(name: string, count: FnPtr<() => u64>, isCache: boolean) {
    this.name = name;
    this.count = count;
    this.isCache = isCache;
  }
  pages(): u64 {
    const count = this.count;
    return count();
  }
}

let users: MemoryUser | null = null;

export function addMemoryUser(name: string, count: FnPtr<() => u64>, isCache: boolean): void {
  const user = new MemoryUser(name, count, isCache);
  user.next = users;
  users = user;
}
export function firstMemoryUser(): MemoryUser | null {
  return users;
}

/** Pages of caches, whether mapped as well or not. */
export function cachedPageCount(): u64 {
  let pages: u64 = 0;
  for (let user = users; user !== null; user = user.next) if (user.isCache) pages += user.pages();
  return pages;
}
/** Pages of users that are no caches: files in memory. */
export function filePageCount(): u64 {
  let pages: u64 = 0;
  for (let user = users; user !== null; user = user.next) if (!user.isCache) pages += user.pages();
  return pages;
}
