import type { Readable } from "node:stream";

const KEPT_CHARACTERS = 16_384;
const LONGEST_VERDICT_CHARACTERS = 16_384;

export interface Output {
  /** The first line of standard output; null when it ended without one. */
  verdict: Promise<string | null>;
  /** The last that was written to either stream, without the verdict. */
  tail(): string;
}

/** Reads all of both streams, so that the runner never blocks on them, and keeps only their end. */
export function readOutput(stdout: Readable, stderr: Readable): Output {
  let tail = "";
  const keep = (text: string) => {
    tail = (tail + text).slice(-KEPT_CHARACTERS);
  };
  const verdict = new Promise<string | null>((resolve) => {
    let begin: string | null = "";
    stdout.setEncoding("utf8").on("data", (text: string) => {
      if (begin === null) {
        return keep(text);
      }
      begin += text;
      const end = begin.indexOf("\n");
      if (end >= 0 || begin.length > LONGEST_VERDICT_CHARACTERS) {
        resolve(begin.slice(0, end));
        keep(begin.slice(end + 1));
        begin = null;
      }
    });
    stdout.on("close", () => resolve(null));
  });
  stderr.setEncoding("utf8").on("data", keep);
  return { verdict, tail: () => tail };
}
