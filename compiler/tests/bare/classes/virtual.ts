// Virtual calls through three levels choose the object's own method.
import { check } from "../lib/check.ts";

abstract class Animal {
  abstract legs(): u32;
  sound(): u32 {
    return 1;
  }
  describe(): u32 {
    return this.legs() * 100 + this.sound();
  }
}
class Dog extends Animal {
  override legs(): u32 {
    return 4;
  }
  override sound(): u32 {
    return 2;
  }
}
class Puppy extends Dog {
  override sound(): u32 {
    return super.sound() * 10 + 3;
  }
}
class Snake extends Animal {
  override legs(): u32 {
    return 0;
  }
}
function total(animals: Ptr<Animal>, n: u64): u32 {
  let sum: u32 = 0;
  for (let i: u64 = 0; i < n; i++) sum += animals[i].describe();
  return sum;
}
export function main(): i32 {
  const dog = new Dog();
  const puppy = new Puppy();
  const snake = new Snake();
  check(dog.describe() === 402, "dog");
  check(puppy.describe() === 423, "puppy: overridden twice, super");
  check(snake.describe() === 1, "snake: inherited sound");
  let all!: FixedArray<Animal, 3>;
  all[0] = puppy;
  all[1] = snake;
  all[2] = dog;
  check(total(all.ptr, 3) === 826, "through the base");
  free(dog);
  free(puppy);
  free(snake);
  return 0;
}
