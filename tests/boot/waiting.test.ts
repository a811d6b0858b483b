/** Waiting for input that comes late, and the standard streams reached by their names. */
import { expect, test } from "vitest";
import { host, launcher } from "../osier.ts";

/** Runs a Python program in a machine behind a shell pipeline that feeds its stdin. */
function python(feed: string, program: string) {
  const command = `(${feed}) | ${launcher} run /usr/bin/python3 -- -c "$0"`;
  return host(["/bin/sh", "-c", command, program], { limitSeconds: 60 });
}

test.each(["select", "poll", "epoll"])("%s wakes when input comes and when it ends", async (kind) => {
  const wait = {
    select: "select.select([0], [], [], 20)",
    poll: "p.poll(20000)",
    epoll: "p.poll(20)",
  }[kind] as string;
  const program = `
import os, select, time
${kind === "select" ? "" : `p = select.${kind}(); p.register(0, ${kind === "poll" ? "select.POLLIN" : "select.EPOLLIN"})`}
start = time.monotonic()
seen = []
while True:
    ${wait}
    data = os.read(0, 100)
    seen.append(data)
    if not data: break
print(b"".join(seen), time.monotonic() - start < 15)`;
  const { stdout, stderr } = await python("echo one; sleep 1; echo two; sleep 1", program);
  expect(stdout, stderr).toBe("b'one\\ntwo\\n' True\n");
});

test("the standard streams open by their names", async () => {
  const program = `
import os
open("/dev/stdout", "w").write("out\\n")
open("/dev/stderr", "w").write("err\\n")
print(open("/dev/stdin").read(), end="", flush=True)
r, w = os.pipe()
with open(f"/proc/self/fd/{w}", "wb") as f: f.write(b"through")
print(os.read(r, 100))`;
  const { status, stdout, stderr } = await python("echo in", program);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "out\nin\nb'through'\n", stderr: "err\n" });
});
