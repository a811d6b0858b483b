/**
 * Escapes the program's stdin for the guest (docs/boot-protocol.md, "Channels").
 *
 * A serial line has no end of file, so DLE EOT stands for it and a literal DLE is doubled.
 */
import { Transform } from "node:stream";

const dle = 0x10;
const endOfFile = Buffer.from([dle, 0x04]);

/** Doubles every DLE. */
export function escapeStdin(chunk: Buffer): Buffer {
  if (!chunk.includes(dle)) return chunk;
  const escaped: number[] = [];
  for (const byte of chunk) {
    if (byte === dle) escaped.push(dle);
    escaped.push(byte);
  }
  return Buffer.from(escaped);
}

/** A stream that escapes what passes, and ends it with the mark for the end of the file. */
export function stdinEscaper(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, escapeStdin(chunk));
    },
    flush(done) {
      done(null, endOfFile);
    },
  });
}
