/**
 * Red-black tree (Guibas and Sedgewick 1978; Cormen et al., chapter 13) of objects that carry their own links.
 *
 * Entries are ordered by an unsigned 64-bit key, which must not change its order while the entry is in the tree.
 * Nothing is allocated. Every operation takes O(log n) steps.
 *
 * Invariants: a red entry has no red child; every path from the root to a leaf has the same number of black entries.
 */

export class RbLinks<T> {
  parent: T | null = null;
  left: T | null = null;
  right: T | null = null;
  red: boolean = false;
}

/** What an entry must offer. */
export interface RbEntry<T> {
  treeKey(): u64;
  treeLinks(): RbLinks<T>;
}

export class RbTree<T extends RbEntry<T>> {
  root: T | null = null;
  size: u64 = 0;

  /** Adds an entry that is in no tree. Entries of equal keys stand in order of insertion. */
  insert(entry: T): void {
    const key = entry.treeKey();
    let parent: T | null = null;
    let at = this.root;
    let goesLeft = false;
    while (at !== null) {
      parent = at;
      goesLeft = key < at.treeKey();
      at = goesLeft ? at.treeLinks().left : at.treeLinks().right;
    }
    const links = entry.treeLinks();
    links.parent = parent;
    links.left = null;
    links.right = null;
    links.red = true;
    if (parent === null) this.root = entry;
    else if (goesLeft) parent.treeLinks().left = entry;
    else parent.treeLinks().right = entry;
    this.size++;
    this.balanceInsert(entry);
  }

  /** Takes out an entry that is in the tree. */
  remove(entry: T): void {
    this.size--;
    const links = entry.treeLinks();
    const left = links.left;
    const right = links.right;
    let child: T | null;
    let parent: T | null;
    let removedRed: boolean;
    if (left === null || right === null) {
      child = left === null ? right : left;
      parent = links.parent;
      removedRed = links.red;
      this.replaceChild(parent, entry, child);
      if (child !== null) child.treeLinks().parent = parent;
    } else {
      // The successor takes the entry's place and colour; the tree loses the successor's colour where it stood.
      const successor = this.lowest(right);
      const moved = successor.treeLinks();
      removedRed = moved.red;
      child = moved.right;
      parent = moved.parent;
      if (parent === entry) {
        parent = successor;
      } else {
        this.replaceChild(parent, successor, child);
        if (child !== null) child.treeLinks().parent = parent;
        moved.right = right;
        right.treeLinks().parent = successor;
      }
      moved.left = left;
      left.treeLinks().parent = successor;
      moved.red = links.red;
      moved.parent = links.parent;
      this.replaceChild(links.parent, entry, successor);
    }
    if (!removedRed) this.balanceRemove(child, parent);
  }

  /** The entry of exactly this key; null when there is none. */
  find(key: u64): T | null {
    const entry = this.floor(key);
    return entry !== null && entry.treeKey() === key ? entry : null;
  }

  /** The entry of the greatest key that is not above `key`. */
  floor(key: u64): T | null {
    let best: T | null = null;
    let at = this.root;
    while (at !== null) {
      if (at.treeKey() <= key) {
        best = at;
        at = at.treeLinks().right;
      } else {
        at = at.treeLinks().left;
      }
    }
    return best;
  }

  /** The entry of the least key that is not below `key`. */
  ceiling(key: u64): T | null {
    let best: T | null = null;
    let at = this.root;
    while (at !== null) {
      if (at.treeKey() >= key) {
        best = at;
        at = at.treeLinks().left;
      } else {
        at = at.treeLinks().right;
      }
    }
    return best;
  }

  first(): T | null {
    const root = this.root;
    return root === null ? null : this.lowest(root);
  }

  last(): T | null {
    let at = this.root;
    if (at === null) return null;
    let right = at.treeLinks().right;
    while (right !== null) {
      at = right;
      right = at.treeLinks().right;
    }
    return at;
  }

  /** The entry after one that is in the tree. */
  next(entry: T): T | null {
    const right = entry.treeLinks().right;
    if (right !== null) return this.lowest(right);
    let child = entry;
    let parent = entry.treeLinks().parent;
    while (parent !== null && parent.treeLinks().right === child) {
      child = parent;
      parent = parent.treeLinks().parent;
    }
    return parent;
  }

  /** The entry before one that is in the tree. */
  previous(entry: T): T | null {
    let at = entry.treeLinks().left;
    if (at !== null) {
      let right = at.treeLinks().right;
      while (right !== null) {
        at = right;
        right = at.treeLinks().right;
      }
      return at;
    }
    let child = entry;
    let parent = entry.treeLinks().parent;
    while (parent !== null && parent.treeLinks().left === child) {
      child = parent;
      parent = parent.treeLinks().parent;
    }
    return parent;
  }

  /** Black entries on every path below `entry`, itself included; 0 when an invariant is broken. For tests. */
  blackHeight(entry: T | null): u64 {
    if (entry === null) return 1;
    const links = entry.treeLinks();
    const left = links.left;
    const right = links.right;
    if (left !== null && (left.treeLinks().parent !== entry || left.treeKey() > entry.treeKey())) return 0;
    if (right !== null && (right.treeLinks().parent !== entry || right.treeKey() < entry.treeKey())) return 0;
    if (links.red && (this.isRed(left) || this.isRed(right))) return 0;
    const height = this.blackHeight(left);
    if (height === 0 || height !== this.blackHeight(right)) return 0;
    return links.red ? height : height + 1;
  }

  private lowest(from: T): T {
    let at = from;
    let left = at.treeLinks().left;
    while (left !== null) {
      at = left;
      left = at.treeLinks().left;
    }
    return at;
  }

  private isRed(entry: T | null): boolean {
    return entry === null ? false : entry.treeLinks().red;
  }

  private replaceChild(parent: T | null, old: T, by: T | null): void {
    if (parent === null) this.root = by;
    else if (parent.treeLinks().left === old) parent.treeLinks().left = by;
    else parent.treeLinks().right = by;
  }

  private rotateLeft(entry: T): void {
    const links = entry.treeLinks();
    const up = links.right!;
    const upLinks = up.treeLinks();
    const inner = upLinks.left;
    links.right = inner;
    if (inner !== null) inner.treeLinks().parent = entry;
    upLinks.parent = links.parent;
    this.replaceChild(links.parent, entry, up);
    upLinks.left = entry;
    links.parent = up;
  }

  private rotateRight(entry: T): void {
    const links = entry.treeLinks();
    const up = links.left!;
    const upLinks = up.treeLinks();
    const inner = upLinks.right;
    links.left = inner;
    if (inner !== null) inner.treeLinks().parent = entry;
    upLinks.parent = links.parent;
    this.replaceChild(links.parent, entry, up);
    upLinks.right = entry;
    links.parent = up;
  }

  /** `entry` is red: moves a red parent's conflict upward until there is none. */
  private balanceInsert(inserted: T): void {
    let entry = inserted;
    while (true) {
      let parent = entry.treeLinks().parent;
      if (parent === null) {
        entry.treeLinks().red = false;
        return;
      }
      if (!parent.treeLinks().red) return;
      // A red parent is not the root, so there is a grandparent.
      const grandparent: T = parent.treeLinks().parent!;
      const above = grandparent.treeLinks();
      const parentIsLeft = above.left === parent;
      const uncle: T | null = parentIsLeft ? above.right : above.left;
      if (uncle !== null && this.isRed(uncle)) {
        parent.treeLinks().red = false;
        uncle.treeLinks().red = false;
        above.red = true;
        entry = grandparent;
        continue;
      }
      if (parentIsLeft && parent.treeLinks().right === entry) {
        this.rotateLeft(parent);
        parent = entry;
      } else if (!parentIsLeft && parent.treeLinks().left === entry) {
        this.rotateRight(parent);
        parent = entry;
      }
      parent.treeLinks().red = false;
      above.red = true;
      if (parentIsLeft) this.rotateRight(grandparent);
      else this.rotateLeft(grandparent);
      return;
    }
  }

  /** The paths through `child`, below `parent`, lack one black entry. */
  private balanceRemove(lacking: T | null, above: T | null): void {
    let child = lacking;
    let parent = above;
    while (parent !== null && !this.isRed(child)) {
      const links = parent.treeLinks();
      const childIsLeft = links.left === child;
      let sibling: T = childIsLeft ? links.right! : links.left!;
      if (sibling.treeLinks().red) {
        sibling.treeLinks().red = false;
        links.red = true;
        if (childIsLeft) this.rotateLeft(parent);
        else this.rotateRight(parent);
        sibling = childIsLeft ? links.right! : links.left!;
      }
      const other = sibling.treeLinks();
      if (!this.isRed(other.left) && !this.isRed(other.right)) {
        other.red = true;
        child = parent;
        parent = links.parent;
        continue;
      }
      if (childIsLeft && !this.isRed(other.right)) {
        other.left!.treeLinks().red = false;
        other.red = true;
        this.rotateRight(sibling);
        sibling = links.right!;
      } else if (!childIsLeft && !this.isRed(other.left)) {
        other.right!.treeLinks().red = false;
        other.red = true;
        this.rotateLeft(sibling);
        sibling = links.left!;
      }
      const top = sibling.treeLinks();
      top.red = links.red;
      links.red = false;
      if (childIsLeft) {
        top.right!.treeLinks().red = false;
        this.rotateLeft(parent);
      } else {
        top.left!.treeLinks().red = false;
        this.rotateRight(parent);
      }
      return;
    }
    if (child !== null) child.treeLinks().red = false;
  }
}
