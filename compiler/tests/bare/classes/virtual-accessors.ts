// Getters and setters may be overridden.
import { check } from "../lib/check.ts";

abstract class Sensor {
  abstract get reading(): i32;
  get label(): string {
    return "sensor";
  }
}
class Thermometer extends Sensor {
  private raw: i32 = 215;
  override get reading(): i32 {
    return this.raw / 10;
  }
  override get label(): string {
    return "thermometer";
  }
}
class Counter extends Sensor {
  override get reading(): i32 {
    return 7;
  }
}
function read(s: Sensor): i32 {
  return s.reading * 100 + i32(s.label.length);
}
export function main(): i32 {
  const t = new Thermometer();
  const c = new Counter();
  check(read(t) === 2111 && read(c) === 706, "through the base");
  free(t);
  free(c);
  return 0;
}
