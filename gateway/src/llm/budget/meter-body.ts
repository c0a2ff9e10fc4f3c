import { createParser } from "eventsource-parser";
import { type Metered, NOTHING_METERED, type ReadAnswer } from "../dialects/dialect.ts";

/** A longer JSON answer, line or stream event is passed on, but not metered. */
const MAX_PIECE_LENGTH = 16 * 1024 * 1024;

/** Reads an answer that passes by. Never throws and changes nothing: what can't be read isn't counted. */
export interface BodyMeter {
  push(chunk: Buffer): void;
  /** What was seen, also when the answer was cut off. */
  end(): Metered;
}

/** Reads server-sent events, JSON lines, or one JSON document, as the answer's content type says. */
export function createBodyMeter(contentType: string, readAnswer: ReadAnswer): BodyMeter {
  let metered = NOTHING_METERED;
  const read = (json: string) => {
    try {
      metered = readAnswer(JSON.parse(json), metered);
    } catch {
      // Not JSON: `[DONE]`, a half line, an HTML page.
    }
  };
  const pieces = createReader(contentType, read);
  const decoder = new TextDecoder();
  return {
    push: (chunk) => pieces.push(decoder.decode(chunk, { stream: true })),
    end: () => {
      pieces.end();
      return metered;
    },
  };
}

export function isStream(contentType: string): boolean {
  return /^(text\/event-stream|application\/x-ndjson)/.test(contentType);
}

interface Reader {
  push(text: string): void;
  end(): void;
}

function createReader(contentType: string, read: (json: string) => void): Reader {
  if (contentType.startsWith("text/event-stream")) {
    return readServerSentEvents(read);
  }
  return contentType.startsWith("application/x-ndjson") ? readLines(read) : readDocument(read);
}

function readServerSentEvents(read: (json: string) => void): Reader {
  const parser = createParser({ onEvent: ({ data }) => read(data), maxBufferSize: MAX_PIECE_LENGTH });
  let isBroken = false;
  return {
    push(text) {
      try {
        if (!isBroken) {
          parser.feed(text);
        }
      } catch {
        // The parser gives up for good when a line outgrows its buffer.
        isBroken = true;
      }
    },
    end: () => undefined,
  };
}

function readLines(read: (json: string) => void): Reader {
  let rest = "";
  return {
    push(text) {
      const lines = (rest + text).split("\n");
      rest = (lines.pop() ?? "").slice(0, MAX_PIECE_LENGTH);
      lines.forEach(read);
    },
    end: () => read(rest),
  };
}

function readDocument(read: (json: string) => void): Reader {
  const texts: string[] = [];
  let length = 0;
  return {
    push(text) {
      length += text.length;
      if (length <= MAX_PIECE_LENGTH) {
        texts.push(text);
      }
    },
    end: () => read(texts.join("")),
  };
}
