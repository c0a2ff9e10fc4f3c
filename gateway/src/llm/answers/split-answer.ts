import { createParser } from "eventsource-parser";

/** A longer JSON answer, line or stream event is passed on, but not read. */
const MAX_PIECE_LENGTH = 8 * 1024 * 1024;

/** Cuts an answer that passes by into pieces of JSON. Takes time in proportion to what it is given, however it is cut. */
export interface AnswerSplitter {
  /** The pieces that are whole now. */
  push(text: string): string[];
  /** What was left. */
  end(): string[];
  /** Something was too long to be kept. */
  hasLost(): boolean;
}

/** Reads server-sent events, JSON lines, or one JSON document, as the answer's content type says. */
export function createAnswerSplitter(contentType: string): AnswerSplitter {
  if (contentType.startsWith("text/event-stream")) {
    return splitEvents();
  }
  return contentType.startsWith("application/x-ndjson") ? splitLines() : keepDocument();
}

export function isStream(contentType: string): boolean {
  return /^(text\/event-stream|application\/x-ndjson)/.test(contentType);
}

function splitEvents(): AnswerSplitter {
  let pieces: string[] = [];
  let isBroken = false;
  const parser = createParser({
    onEvent: ({ data }) => pieces.push(data),
    onError: ({ type }) => {
      // The parser gives up for good when a line outgrows its buffer.
      isBroken ||= type === "max-buffer-size-exceeded";
    },
    maxBufferSize: MAX_PIECE_LENGTH,
  });
  const push = (text: string) => {
    if (!isBroken) {
      parser.feed(text);
    }
    const whole = pieces;
    pieces = [];
    return whole;
  };
  // The last event may lack the empty line that ends it.
  return { push, end: () => push("\n\n"), hasLost: () => isBroken };
}

function splitLines(): AnswerSplitter {
  const rest = keepDocument();
  return {
    push(text) {
      const lines = text.split("\n");
      const begun = lines.pop() ?? "";
      const whole = lines.flatMap((line) => {
        rest.push(line);
        return rest.end();
      });
      rest.push(begun);
      return whole;
    },
    end: () => rest.end(),
    hasLost: () => rest.hasLost(),
  };
}

function keepDocument(): AnswerSplitter {
  let texts: string[] = [];
  let length = 0;
  let hasLost = false;
  return {
    push(text) {
      length += text.length;
      if (length <= MAX_PIECE_LENGTH) {
        texts.push(text);
      } else {
        hasLost = true;
        texts = [];
      }
      return [];
    },
    end() {
      const piece = texts.join("");
      texts = [];
      length = 0;
      return piece.trim() === "" ? [] : [piece];
    },
    hasLost: () => hasLost,
  };
}
