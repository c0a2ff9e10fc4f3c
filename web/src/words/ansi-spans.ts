import Anser from "anser";
import { visibleText } from "./visible-text.ts";

export interface AnsiSpan {
  text: string;
  /** Of the sixteen of a terminal, as a class of ours; null: as the text is. */
  colour: string | null;
  isBold: boolean;
}

const COLOURS: Record<string, string> = {
  "ansi-red": "text-bad",
  "ansi-bright-red": "text-bad",
  "ansi-green": "text-ok",
  "ansi-bright-green": "text-ok",
  "ansi-yellow": "text-asks",
  "ansi-bright-yellow": "text-asks",
  "ansi-blue": "text-running",
  "ansi-bright-blue": "text-running",
  "ansi-cyan": "text-running",
  "ansi-bright-cyan": "text-running",
  "ansi-magenta": "text-accent",
  "ansi-bright-magenta": "text-accent",
  "ansi-black": "text-ink-3",
  "ansi-bright-black": "text-ink-3",
};

/** What a terminal would show, as pieces of text: colours become ours, so that both themes can be read, and all else is dropped. */
export function ansiSpans(text: string): AnsiSpan[] {
  return Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).map(({ content, fg, decorations }) => ({
    text: visibleText(content.replaceAll("\r", "")),
    colour: COLOURS[fg] ?? null,
    isBold: decorations.includes("bold"),
  }));
}
