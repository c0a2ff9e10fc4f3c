import { removeUnseenMarkup } from "./remove-unseen-markup.ts";
import { removeUnusedDefinitions } from "./remove-unused-definitions.ts";

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

const RULES: { kind: RemovedText["kind"]; pattern: RegExp }[] = [
  { kind: "html_comment", pattern: /<!--(?:-?>|[\s\S]*?-->)/g },
  { kind: "bidi_control", pattern: /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g },
  {
    kind: "invisible_character",
    pattern: /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu,
  },
  { kind: "control_character", pattern: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g },
];

const MAX_PASSES = 8;

/**
 * The text without what a person who reads it on a page doesn't see: HTML comments, definitions of links that none
 * uses, zero-width and tag characters, bidirectional and other controls; of Markdown also what tags and links have that isn't shown.
 * Says what was removed. The start of a comment that nobody closes is text like any other: a report about HTML must not lose its end.
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
    cleaned = cleaned.replaceAll("\r\n", "\n");
    for (const { kind, pattern } of RULES) {
      const count = () => {
        add(kind, 1);
        return "";
      };
      const end = kind === "html_comment" ? endOfLastComment(cleaned) : cleaned.length;
      cleaned = cleaned.slice(0, end).replace(pattern, count) + cleaned.slice(end);
    }
    const seen = isMarkdown ? removeUnseenMarkup(cleaned) : { text: cleaned, count: 0 };
    add("unseen_markup", seen.count);
    const used = removeUnusedDefinitions(seen.text);
    add("unused_definition", used.count);
    cleaned = used.text;
  }
  if (before !== cleaned) {
    // Nested deeper than anyone writes by hand: what is left is shown instead of hidden.
    cleaned = cleaned.replaceAll("<!--", "&lt;!--");
  }
  return { text: cleaned, removed: [...counts].map(([kind, count]) => ({ kind, count })) };
}

/** Beyond it, each start of a comment would be searched to the text's end in vain. */
function endOfLastComment(text: string): number {
  const last = text.lastIndexOf("-->");
  return last === -1 ? 0 : last + "-->".length;
}
