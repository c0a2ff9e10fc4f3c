import { Transform } from "node:stream";

export class TooManyBytes extends Error {}

/** Passes on what comes, and fails with `TooManyBytes` when that is more. */
export function limitBytes(maxBytes: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed > maxBytes) {
        done(new TooManyBytes(`A request's body may have at most ${maxBytes} bytes.`));
      } else {
        done(null, chunk);
      }
    },
  });
}
