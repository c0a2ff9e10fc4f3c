import { cleanTerminalLine } from "../words/clean-terminal-text.ts";

const SHOWN_DIGITS = 12;

/** A branch or tag as it is, a commit by its first digits. */
export function showRevision(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, SHOWN_DIGITS) : cleanTerminalLine(revision, 255);
}
