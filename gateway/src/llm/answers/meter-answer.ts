import { inPace } from "../../workers/pace.ts";
import { type Metered, NOTHING_METERED, type ReadAnswer } from "../dialects/dialect.ts";
import { createAnswerSplitter } from "./split-answer.ts";

/** What is read at once, as a token's event is; longer pieces are read apart. */
const MAX_SHORT_LENGTH = 64 * 1024;

/** Reads an answer that passes by. Never throws and changes nothing: what can't be read isn't counted. */
export interface AnswerMeter {
  push(chunk: Buffer): Promise<void>;
  /** What was seen, also when the answer was cut off. */
  end(): Promise<Metered>;
}

/** `readApart` reads a long piece as `read` does a short one; null: it can't. */
export function createAnswerMeter(
  contentType: string,
  read: ReadAnswer,
  readApart: (json: string, metered: Metered) => Promise<Metered | null>,
): AnswerMeter {
  let metered = NOTHING_METERED;
  const splitter = createAnswerSplitter(contentType);
  const decoder = new TextDecoder();
  let hasLost = false;
  const take = async (pieces: string[]) => {
    for (const piece of pieces) {
      const isShort = piece.length <= MAX_SHORT_LENGTH;
      const next = isShort ? await inPace(() => readShort(piece, metered)) : await readApart(piece, metered);
      hasLost ||= next === null;
      metered = next ?? metered;
    }
  };
  const readShort = (piece: string, before: Metered): Metered => {
    try {
      return read(JSON.parse(piece), before);
    } catch {
      // Not JSON: `[DONE]`, a half line, an HTML page.
      return before;
    }
  };
  return {
    push: async (chunk) => take(await inPace(() => splitter.push(decoder.decode(chunk, { stream: true })))),
    async end() {
      await take(splitter.end());
      // What wasn't read may have been the last word.
      return hasLost || splitter.hasLost() ? { ...metered, isFinal: false } : metered;
    },
  };
}
