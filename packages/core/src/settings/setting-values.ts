import { z } from "zod";

/** A number that a setting is. */
export function wholeNumber(from: number, to: number) {
  const message = `must be a whole number from ${from} to ${to}`;
  return z.int(message).min(from, message).max(to, message);
}

/** One of some words that a setting is. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, `must be ${words.join(" or ")}`);
}

export const isTrue = z.boolean("must be true or false");
