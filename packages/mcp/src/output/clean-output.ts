import { cleanText, cutText } from "./clean-text.ts";

/** Of any text in an answer. */
const MAX_TEXT_LENGTH = 32 * 1024;

/** What a tool answers, with every text in it cleaned and no longer than any that is meant: most of it was written by agents and repositories. */
export function cleanOutput<Value>(value: Value): Value {
  return clean(value) as Value;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") {
    return cutText(cleanText(value), MAX_TEXT_LENGTH);
  }
  if (Array.isArray(value)) {
    return value.map(clean);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [cleanText(name), clean(inner)]));
  }
  return value;
}
