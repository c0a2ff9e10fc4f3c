import { Refusal } from "../http/refusal.ts";

/** What a parser would have to make of a text, beside its bytes. */
export interface JsonBounds {
  /** Arrays and objects within each other. */
  depth: number;
  /** Values and names: what takes time and memory, a hundred times more for each byte than text does. */
  parts: number;
}

/** Long conversations with many tools have 300,000 parts and 20 levels. */
export const LLM_JSON_BOUNDS: JsonBounds = { depth: 128, parts: 500_000 };

/** Counts what JSON is made of as it arrives, before anything is made of it. */
export interface JsonScale {
  /** Throws a `too_large` Refusal as soon as a bound is passed. */
  push(bytes: Uint8Array): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

/**
 * One pass over the bytes that holds nothing. For text that isn't JSON the counts mean nothing from its first fault on,
 * where a parser stops as well.
 */
export function createJsonScale({ depth: maxDepth, parts: maxParts }: JsonBounds): JsonScale {
  let depth = 0;
  let parts = 0;
  let isText = false;
  let isEscaped = false;
  /** Where the text ends that is open at `at`: behind its quote, or at the end of the bytes. */
  const skipText = (bytes: Uint8Array, from: number): number => {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (isEscaped) {
        isEscaped = false;
      } else if (byte === BACKSLASH) {
        isEscaped = true;
      } else if (byte === QUOTE) {
        isText = false;
        return at + 1;
      }
    }
    return bytes.length;
  };
  const count = (byte: number): void => {
    if (byte === BRACKET_OPEN || byte === BRACE_OPEN) {
      depth += 1;
      parts += 1;
    } else if (byte === BRACKET_CLOSE || byte === BRACE_CLOSE) {
      depth -= 1;
    } else if (byte === COMMA || byte === COLON) {
      parts += 1;
    } else if (byte === QUOTE) {
      isText = true;
    }
  };
  return {
    push(bytes) {
      let at = isText ? skipText(bytes, 0) : 0;
      while (at < bytes.length) {
        count(bytes[at] as number);
        at = isText ? skipText(bytes, at + 1) : at + 1;
        if (depth > maxDepth || parts > maxParts) {
          throw tooMuch(
            depth > maxDepth ? `nested deeper than ${maxDepth} levels` : `made of more than ${maxParts} parts`,
          );
        }
      }
    },
  };
}

function tooMuch(what: string): Refusal {
  return new Refusal("too_large", `The request's body is ${what}.`);
}
