const MAX_LENGTH = 200;
/** Read of a text before it is cleaned: an answer may be long. */
const MAX_READ = 2000;
/** Tokens of GitHub, also in an answer that says again what it was asked. */
const TOKENS = /\b(?:gh[a-z]_|github_pat_)\w+/g;

/** One line of what GitHub said: letters, digits and signs that are seen, at most 200. */
export function cleanWords(text: string): string {
  const seen = text
    .slice(0, MAX_READ)
    .replace(TOKENS, "***")
    .replace(/[^\p{L}\p{N}\p{P}\p{S}]+/gu, " ")
    .trim();
  return seen.length <= MAX_LENGTH ? seen : `${seen.slice(0, MAX_LENGTH - 1)}…`;
}
