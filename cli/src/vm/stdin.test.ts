import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeStdin, stdinEscaper } from "./stdin.ts";

/** What the kernel does: docs/boot-protocol.md, "Channels". */
function decode(bytes: Buffer): { data: Buffer; ended: boolean } {
  const data: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 0x10) data.push(bytes[i] as number);
    else if (bytes[++i] === 0x04) return { data: Buffer.from(data), ended: i === bytes.length - 1 };
    else data.push(bytes[i] as number);
  }
  return { data: Buffer.from(data), ended: false };
}

test("every byte string arrives, and ends only at its end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 })), async (chunks) => {
      const stream = stdinEscaper();
      for (const chunk of chunks) stream.write(Buffer.from(chunk));
      stream.end();
      const sent = Buffer.concat((await stream.toArray()) as Buffer[]);
      expect(decode(sent)).toEqual({
        data: Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))),
        ended: true,
      });
    }),
    { numRuns: 50 },
  );
});

test("text without DLE passes as it is", () => {
  const text = Buffer.from("plain\x04text");
  expect(escapeStdin(text)).toBe(text);
});
