import type { SignalCodeComment } from "../signal/signal.ts";
import type { ReviewNow } from "./facts.ts";

/** Messages are at most 64 KiB; in characters, as each may be three bytes. */
const MAX_REVIEW_LENGTH = 20_000;
const MAX_HUNK_LINES = 12;

/** A whole review as one message, with where each of its comments stands. What is too much is left out, and it says so. */
export function describeReview({ text, comments }: ReviewNow): string {
  const parts = [text.trim(), ...comments.map(describeCodeComment)].filter((part) => part !== "");
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    length += part.length;
    if (length > MAX_REVIEW_LENGTH && kept.length > 0) {
      break;
    }
    kept.push(part.slice(0, MAX_REVIEW_LENGTH));
  }
  const leftOut = parts.length - kept.length;
  return [...kept, ...(leftOut === 0 ? [] : [`(${leftOut} more comments of this review are left out.)`])].join("\n\n");
}

/** A comment with the lines of the change that it stands at. */
export function describeCodeComment({ text, path, line, side, hunk }: SignalCodeComment): string {
  const words = text.trim();
  if (words === "") {
    return "";
  }
  const where = line === null ? "" : `, line ${line}${side === "LEFT" ? " before the change" : ""}`;
  return [`On ${JSON.stringify(path)}${where}:`, ...fence(hunk), words].join("\n");
}

function fence(hunk: string): string[] {
  const lines = hunk.split("\n").slice(-MAX_HUNK_LINES);
  const longest = Math.max(2, ...(hunk.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const mark = "`".repeat(longest + 1);
  return hunk.trim() === "" ? [] : [`${mark}diff`, ...lines, mark];
}
