import { BIDI_CONTROL, CONTROL_CHARACTER, INVISIBLE_CHARACTER } from "../markdown/unseen-characters.ts";
import { removeUnseenMarkup } from "./remove-unseen-markup.ts";

/** What was taken out of a text, and how often. */
export interface RemovedText {
  kind:
    | "html_comment"
    | "unseen_markup"
    | "unused_definition"
    | "invisible_character"
    | "bidi_control"
    | "control_character";
  count: number;
}

const CHARACTERS: readonly { kind: RemovedText["kind"]; pattern: RegExp }[] = [
  { kind: "bidi_control", pattern: BIDI_CONTROL },
  { kind: "invisible_character", pattern: INVISIBLE_CHARACTER },
  { kind: "control_character", pattern: CONTROL_CHARACTER },
];

const MAX_PASSES = 8;

/**
 * What somebody wrote, without what a person who reads it on a page doesn't see: characters without a shape, bidirectional and other
 * controls; of Markdown also comments and what else its marks hide (`removeUnseenMarkup`). Says what was removed. Not for
 * files and diffs, of which every character counts (`showUnseen`).
 */
export function cleanUntrustedText(
  text: string,
  { isMarkdown = false } = {},
): { text: string; removed: RemovedText[] } {
  const counts = new Map<RemovedText["kind"], number>();
  const add = (kind: RemovedText["kind"], count: number) => {
    if (count > 0) {
      counts.set(kind, (counts.get(kind) ?? 0) + count);
    }
  };
  let cleaned = text;
  // Removing one thing may put another together ("<!\u200b--"), so the rules run until nothing is left to remove.
  let before = "";
  for (let pass = 0; before !== cleaned && pass < MAX_PASSES; pass++) {
    before = cleaned;
    for (const { kind, pattern } of CHARACTERS) {
      cleaned = cleaned.replaceAll(pattern, () => {
        add(kind, 1);
        return "";
      });
    }
    cleaned = cleaned.replaceAll(/\r\n?/g, "\n");
    const seen = isMarkdown ? removeUnseenMarkup(cleaned) : { text: cleaned, counts: {} };
    for (const [kind, count] of Object.entries(seen.counts)) {
      add(kind as RemovedText["kind"], count);
    }
    cleaned = seen.text;
  }
  if (before !== cleaned) {
    // Nested deeper than anyone writes by hand: what is left is shown instead of hidden.
    cleaned = cleaned.replaceAll("<!--", "&lt;!--");
  }
  return { text: cleaned, removed: [...counts].map(([kind, count]) => ({ kind, count })) };
}
