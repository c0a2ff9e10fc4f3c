import { ENVIRONMENT_PATHS } from "../../environment/environment-paths.ts";
import type { SignalCodeComment } from "../signal/signal.ts";
import type { ReviewNow } from "./facts.ts";

/** Messages are at most 64 KiB; in characters, as each may be three bytes. */
const MAX_REVIEW_LENGTH = 20_000;
const MAX_HUNK_LINES = 12;

const EXAMPLE =
  '{"answers":[{"comment":"<its number>","done":true,"text":"What became of it, in a sentence or two."}]}';

const ANSWER_RULES = `Each of these comments is answered where it stands, once you are done: write what became of it into the file ${ENVIRONMENT_PATHS.answers}, as JSON: ${EXAMPLE}. "done" is false where you did something else than it asks for, or nothing: then say why.`;

/** What is told of a review, and the threads of which it tells. */
export interface DescribedReview {
  text: string;
  threads: string[];
}

/** A whole review as one message, with where each of its comments stands. What is too much is left out, and it says so. */
export function describeReview({ text, comments }: ReviewNow): DescribedReview {
  const parts = comments
    .filter(hasWords)
    .map((comment) => ({ id: threadOf(comment), said: describeCodeComment(comment) }));
  const kept: typeof parts = [];
  const head = text.trim().slice(0, MAX_REVIEW_LENGTH);
  let { length } = head;
  for (const part of parts) {
    length += part.said.length;
    if (length > MAX_REVIEW_LENGTH && (kept.length > 0 || head !== "")) {
      break;
    }
    kept.push({ ...part, said: part.said.slice(0, MAX_REVIEW_LENGTH) });
  }
  const leftOut = parts.length - kept.length;
  const more = leftOut === 0 ? "" : `(${leftOut} more comments of this review are left out.)`;
  const said = [head, ...kept.map((part) => part.said), more, kept.length === 0 ? "" : ANSWER_RULES];
  return { text: said.filter((part) => part !== "").join("\n\n"), threads: kept.map(({ id }) => id) };
}

/** What is told of an answer in a thread. Empty: nothing was said. */
export function describeThread(comment: SignalCodeComment): string {
  return hasWords(comment) ? `${describeCodeComment(comment)}\n\n${ANSWER_RULES}` : "";
}

/** The comment that began its thread. */
export function threadOf({ id, replyTo }: Pick<SignalCodeComment, "id" | "replyTo">): string {
  return replyTo ?? id;
}

function hasWords({ text }: SignalCodeComment): boolean {
  return text.trim() !== "";
}

/** A comment with the lines of the change that it stands at. */
function describeCodeComment(comment: SignalCodeComment): string {
  const { text, path, line, side, hunk } = comment;
  const where = line === null ? "" : `, line ${line}${side === "LEFT" ? " before the change" : ""}`;
  const head = `On ${JSON.stringify(path)}${where} (comment ${threadOf(comment)}):`;
  return [head, ...fence(hunk), text.trim()].join("\n");
}

function fence(hunk: string): string[] {
  const lines = hunk.split("\n").slice(-MAX_HUNK_LINES);
  const longest = Math.max(2, ...(hunk.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const mark = "`".repeat(longest + 1);
  return hunk.trim() === "" ? [] : [`${mark}diff`, ...lines, mark];
}
