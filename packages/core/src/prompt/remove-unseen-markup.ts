import { cleanMarks } from "./clean-marks.ts";
import { type MarkdownPart, splitMarkdown } from "./split-markdown.ts";

/** Beyond its first word, nothing of it is shown. */
const FENCE_KIND = /^([^\n`~]*(?:`{3,}|~{3,})[ \t]*[^\s]{0,30})[^\n]*/;
const USE = /\[((?:[^[\]\\]|\\.){1,999})\](?!:)/g;
const DEFINITION = /^([^[]*\[(?:[^[\]\\]|\\.)*\]:\s*(?:<[^<>\s]*>|[^\s<]\S*)).*?(\n?)$/s;

export interface UnseenCount {
  html_comment: number;
  unseen_markup: number;
  unused_definition: number;
}

/**
 * Markdown without what its page doesn't show: comments, processing instructions, declarations and sections of HTML, attributes of
 * tags but where they lead, alternative texts of images, titles of links, words after a fence's kind, and definitions that nothing
 * uses. Code is shown, so it stays, and so does the beginning of a comment that isn't ended: a report about HTML mustn't lose its end.
 */
export function removeUnseenMarkup(text: string): { text: string; counts: UnseenCount } {
  const counts: UnseenCount = { html_comment: 0, unseen_markup: 0, unused_definition: 0 };
  if (!/[<[`~]/.test(text)) {
    return { text, counts };
  }
  const parts = splitMarkdown(text);
  const used = new Set(parts.filter(({ kind }) => kind === "text").flatMap((part) => labelsIn(part.text)));
  const cleaned = parts.map((part) => cleanPart(part, { counts, used }));
  return { text: cleaned.join(""), counts };
}

function labelsIn(text: string): string[] {
  return [...text.matchAll(USE)].map(([, label = ""]) => fold(label));
}

/** Labels are the same whatever their case and blanks. */
function fold(label: string): string {
  return label.trim().replaceAll(/\s+/g, " ").toLowerCase();
}

function cleanPart(part: MarkdownPart, { counts, used }: { counts: UnseenCount; used: ReadonlySet<string> }): string {
  if (part.kind === "code") {
    return part.text;
  }
  if (part.label !== null && !used.has(fold(part.label))) {
    counts.unused_definition += part.text.trim() === "" ? 0 : 1;
    return "";
  }
  if (part.kind === "text" || part.kind === "html" || part.label?.startsWith("^")) {
    const { text, comments, others } = cleanMarks(part.text, part.kind === "html");
    counts.html_comment += comments;
    counts.unseen_markup += others;
    return text;
  }
  const shown = part.kind === "fence" ? part.text.replace(FENCE_KIND, "$1") : shownOfDefinition(part.text);
  counts.unseen_markup += shown === part.text ? 0 : 1;
  return shown;
}

/** Its label and address; without an address that can be one, nothing. */
function shownOfDefinition(text: string): string {
  const [, shown, end] = DEFINITION.exec(text) ?? [];
  return shown === undefined ? "" : shown + end;
}
