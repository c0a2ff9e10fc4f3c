import { nextFence } from "./markdown-code.ts";

const ENDED = String.raw`[ \t]*(?:\n|$)`;
/** Titles may have line ends in them, but no empty line. */
const title = (open: string, close: string) => String.raw`${open}(?:[^${close}\n]|\n(?!${ENDED})){0,2000}${close}`;
const TITLE = [title('"', '"'), title("'", "'"), title(String.raw`\(`, String.raw`\)`)].join("|");
const LABEL = String.raw`\[((?:[^[\]\\\n]|\\.){1,999})\]`;
const ADDRESS = String.raw`(?:<[^<>\n]*>|[^\s<]\S*)`;
/** A link's address for others to use by its label, with an optional title: `[label]: address "title"`. */
const DEFINITION = new RegExp(
  String.raw`^ {0,3}${LABEL}:[ \t]*\n?[ \t]*${ADDRESS}(?:(?:[ \t]+|[ \t]*\n[ \t]*)(?:${TITLE}))?${ENDED}`,
);
const USE = new RegExp(`${LABEL}(?!:)`, "g");
const MAX_DEFINITION = 8000;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** What ends a paragraph: after it a definition may begin. */
const BREAK = /^(?:[ \t]*| {0,3}#{1,6}(?:[ \t].*)?)$/;

/**
 * A text in Markdown without the definitions that no link of it uses: pages show nothing of them, and `[//]: # (…)` is how
 * comments are written. What only looks like one, in code or within a paragraph, is shown and stays.
 */
export function removeUnusedDefinitions(text: string): { text: string; count: number } {
  if (!text.includes("]:")) {
    return { text, count: 0 };
  }
  const used = new Set([...text.matchAll(USE)].map(([, label = ""]) => fold(label)));
  const parts = [...split(text)];
  const kept = parts.filter(({ label }) => label === null || used.has(fold(label)));
  return { text: kept.map((part) => part.text).join(""), count: parts.length - kept.length };
}

/** Definitions, each with its label, and single lines of anything else. */
function* split(text: string): Generator<{ text: string; label: string | null }> {
  let fence: string | null = null;
  let mayBegin = true;
  for (let at = 0; at < text.length; ) {
    const definition: RegExpExecArray | null =
      mayBegin && fence === null ? DEFINITION.exec(text.slice(at, at + MAX_DEFINITION)) : null;
    const part: string = definition?.[0] ?? lineAt(text, at);
    if (definition === null) {
      const [, mark = null] = FENCE.exec(part) ?? [];
      mayBegin = mark !== null || BREAK.test(part.trimEnd());
      fence = mark === null ? fence : nextFence(fence, mark, part);
    }
    yield { text: part, label: definition?.[1] ?? null };
    at += part.length;
  }
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf("\n", at);
  return text.slice(at, end === -1 ? text.length : end + 1);
}

/** Labels are the same whatever their case and blanks. */
function fold(label: string): string {
  return label.trim().replaceAll(/\s+/g, " ").toLowerCase();
}
