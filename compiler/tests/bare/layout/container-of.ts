// containerOf goes from an embedded member back to its object.
import { check, hide } from "../lib/check.ts";

class Link {
  next: Link | null = null;
}
class Task {
  id!: u32;
  queue!: Embed<Link>;
  timers!: Embed<Link>;
}
export function main(): i32 {
  const t = new Task();
  t.id = hide<u32>(77);
  const link: Link = t.timers;
  const back = containerOf<Task>(link, "timers");
  check(back === t && back.id === 77, "timers");
  check(containerOf<Task>(t.queue, "queue") === t, "queue");
  free(t);
  return 0;
}
