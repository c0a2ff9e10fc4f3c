import { removeTerminalSequences } from "@catalyst/core/apart";

/** C0 but tab and newline, DEL, C1. A carriage return alone would let a line overwrite itself. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Bidirectional controls, zero-width characters, line separators, interlinear marks and tag characters. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Text of an agent or a repository, fit to be shown in a terminal: no escape sequences, no control, bidirectional or
 * invisible characters; tabs and newlines stay. What an escape sequence cut in two leaves behind is plain text.
 */
export function cleanTerminalText(text: string): string {
  return removeTerminalSequences(text.replaceAll("\r\n", "\n"))
    .replaceAll(CONTROLS, "")
    .replaceAll(INVISIBLE, "")
    .toWellFormed();
}

/** The text as one line of at most `maxLength` characters. */
export function cleanTerminalLine(text: string, maxLength: number): string {
  const line = cleanTerminalText(text).replaceAll(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join("")}…`;
}
