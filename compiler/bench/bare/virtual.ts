/** Virtual calls through a table of objects of three classes. */
abstract class Shape {
  protected scale: u64 = 1;
  abstract area(): u64;
  abstract grow(n: u64): void;
}
class Square extends Shape {
  edge: u64 = 3;
  override area(): u64 {
    return this.edge * this.edge * this.scale;
  }
  override grow(n: u64): void {
    this.edge += n;
  }
}
class Rectangle extends Shape {
  width: u64 = 2;
  height: u64 = 5;
  override area(): u64 {
    return this.width * this.height * this.scale;
  }
  override grow(n: u64): void {
    this.width += n;
    this.height ^= n;
  }
}
class Strip extends Shape {
  length: u64 = 9;
  override area(): u64 {
    return this.length * this.scale;
  }
  override grow(n: u64): void {
    this.scale = n | 1;
  }
}

export function run(seed: u64): u64 {
  const count: u64 = 64;
  const shapes = newArray<Shape>(count);
  for (let i: u64 = 0; i < count; i++) {
    const kind = (i * seed) % 3;
    if (kind === 0) shapes[i] = new Square();
    else if (kind === 1) shapes[i] = new Rectangle();
    else shapes[i] = new Strip();
  }
  let sum: u64 = 0;
  for (let round: u64 = 0; round < 120000; round++) sum += total(shapes.ptr, count, round);
  for (const shape of shapes) free(shape);
  freeArray(shapes);
  return sum;
}

/** @inline never */
function total(shapes: Ptr<Shape>, n: u64, round: u64): u64 {
  let sum: u64 = 0;
  for (let i: u64 = 0; i < n; i++) sum += shapes[i].area();
  shapes[round % n].grow(round & 3);
  return sum;
}
