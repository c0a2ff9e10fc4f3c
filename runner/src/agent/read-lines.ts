import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** Longer lines are cut: an agent must not exhaust memory with one. Agents' JSON lines hold whole files and images. */
const MAX_LINE_CHARACTERS = 4 * 1024 * 1024;
const CUT = " [cut]";

/** The lines of a stream without their ends, the last one too; the stream is held back while a line is worked on. */
export async function* readLines(stream: Readable, maxCharacters = MAX_LINE_CHARACTERS): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  const line = createLine(maxCharacters);
  for await (const chunk of stream) {
    const pieces = decoder.write(chunk as Buffer).split("\n");
    const rest = pieces.pop() ?? "";
    for (const piece of pieces) {
      line.add(piece);
      yield line.take();
    }
    line.add(rest);
  }
  line.add(decoder.end());
  const last = line.take();
  if (last !== "") {
    yield last;
  }
}

function createLine(maxCharacters: number) {
  let pieces: string[] = [];
  let characters = 0;
  let isCut = false;
  return {
    add(piece: string): void {
      const kept = piece.slice(0, maxCharacters - characters);
      isCut ||= kept.length < piece.length;
      if (kept !== "") {
        pieces.push(kept);
        characters += kept.length;
      }
    },
    take(): string {
      const text = isCut ? pieces.join("") + CUT : pieces.join("").replace(/\r$/, "");
      pieces = [];
      characters = 0;
      isCut = false;
      return text;
    },
  };
}
