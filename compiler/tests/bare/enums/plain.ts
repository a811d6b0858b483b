// Enum members count up, take constant expressions and convert to their width.
import { check } from "../lib/check.ts";

enum Level {
  Low,
  Middle = 10,
  High,
  Top = High * 2 + (1 << 4),
}
class Alarm {
  level: Level = Level.Middle;
}
function next(l: Level): Level {
  switch (l) {
    case Level.Low:
      return Level.Middle;
    case Level.Middle:
      return Level.High;
    default:
      return Level.Top;
  }
}
export function main(): i32 {
  check(u64(Level.Low) === 0 && u64(Level.High) === 11 && u32(Level.Top) === 38, "values");
  const a = new Alarm();
  check(u32(a.level) === 10, "a field");
  a.level = next(a.level);
  check(a.level === Level.High && next(next(Level.Low)) === Level.High, "switch");
  const n: u32 = a.level;
  check(n + 1 === 12, "to its width implicitly");
  free(a);
  return 0;
}
