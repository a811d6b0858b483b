import fc from "fast-check";
import { expect, test } from "vitest";
import { type LogLine, LogReader } from "./control.ts";

function read(chunks: readonly Buffer[]): { reader: LogReader; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const reader = new LogReader((line) => lines.push(line));
  for (const chunk of chunks) reader.feed(chunk);
  reader.end();
  return { reader, lines };
}

const session = Buffer.from(
  "booting\r\n\x01report-begin\nfault at é\n\x01report-end\n\x01exit 139\n\x01exit 0\nlast",
);

test("control lines are taken, reports marked, the first exit line counts, however the bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(session.length)), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), session.length];
      const { reader, lines } = read(at.slice(1).map((end, i) => session.subarray(at[i], end)));
      expect(lines).toEqual([
        { text: "booting", report: false },
        { text: "fault at é", report: true },
        { text: "last", report: false },
      ]);
      expect(reader.exitStatus).toBe(139);
      expect(reader.panicked).toBe(false);
    }),
  );
});

test("a status out of range does not count", () => {
  expect(read([Buffer.from("\x01exit 256\n\x01exit -1\n\x01exit 1 2\n")]).reader.exitStatus).toBeNull();
});

test("an endless line is cut, so that a guest cannot fill our memory", () => {
  const { lines } = read(Array.from({ length: 64 }, () => Buffer.alloc(4096, "a")));
  expect(Math.max(...lines.map(({ text }) => text.length))).toBeLessThan(32 * 1024);
});
