import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** Lines longer than this are cut: an agent must not exhaust memory with one line. */
const MAX_LINE_CHARACTERS = 4 * 1024 * 1024;

/** The lines of a stream without their ends, the last one too; the stream is held back while a line is worked on. */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let isCutting = false;
  for await (const chunk of stream) {
    const pieces = (rest + decoder.write(chunk as Buffer)).split("\n");
    rest = pieces.pop() ?? "";
    for (const piece of pieces) {
      if (!isCutting) {
        yield piece.replace(/\r$/, "");
      }
      isCutting = false;
    }
    if (rest.length > MAX_LINE_CHARACTERS) {
      if (!isCutting) {
        yield `${rest.slice(0, MAX_LINE_CHARACTERS)} [cut]`;
      }
      isCutting = true;
      rest = "";
    }
  }
  rest += decoder.end();
  if (rest !== "" && !isCutting) {
    yield rest;
  }
}
