import { findConflictMarks } from "./conflict-marks.ts";
import { findSecrets } from "./find-secrets.ts";
import { findHidden } from "./hidden-characters.ts";
import { findControls, findFarCode } from "./hidden-lines.ts";
import { findMixedScripts, isProse } from "./mixed-scripts.ts";

/** Something in a file's content. */
export interface Hit {
  rule: "secret" | "hidden_characters" | "mixed_scripts" | "conflict_mark";
  detail: string;
  /** Text that, if the base has all of it, was there before. */
  evidence: string[];
}

export interface Piece {
  bytes: Buffer;
  /** How the bytes are to be read. */
  encoding: "utf-8" | "utf-16le" | "utf-16be";
  path: string;
  isStart: boolean;
}

const HIDDEN_DETAIL = "it holds bidirectional controls or invisible characters";
const CONTROL_DETAIL = "it holds control characters: terminals show another text";
const FAR_DETAIL = "a line goes on after so many blanks that nobody sees it";
const MARK_DETAIL = "it has the mark of a conflict that nobody resolved";
const MIXED_DETAIL = "an identifier has letters of another script that look the same";

/** Searches one piece of a file's content for secrets and for what makes text look other than it is. */
export async function searchPiece(piece: Piece): Promise<Hit[]> {
  const text = new TextDecoder(piece.encoding, { ignoreBOM: true }).decode(piece.bytes);
  const isCode = !isProse(piece.path);
  const find = (rule: Hit["rule"], detail: string, places: number[]): Hit[] =>
    keepInText(text, places).map((at) => ({ rule, detail, evidence: [lineAround(text, at)] }));
  return [
    ...(await searchForSecrets(text, piece)),
    ...find("hidden_characters", HIDDEN_DETAIL, findHidden(text, { isStart: piece.isStart })),
    ...find("hidden_characters", CONTROL_DETAIL, findControls(text)),
    ...find("hidden_characters", FAR_DETAIL, isCode ? findFarCode(text) : []),
    ...findConflictMarks(text).map((line) => ({
      rule: "conflict_mark" as const,
      detail: MARK_DETAIL,
      evidence: [line],
    })),
    ...find("mixed_scripts", MIXED_DETAIL, isCode ? findMixedScripts(text) : []),
  ];
}

/** Zero bytes between the letters, as in UTF-16 without a mark, don't hide a secret. */
async function searchForSecrets(text: string, { path }: Piece): Promise<Hit[]> {
  const texts = text.includes("\0") ? [text, text.replaceAll("\0", "")] : [text];
  const found = await Promise.all(texts.map((each) => findSecrets(each, path)));
  return found.flat().map(({ kind, value }) => ({
    rule: "secret",
    detail: `looks like a secret (${kind})`,
    evidence: value
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean),
  }));
}

const NOT_TEXT = /[\ufffd\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/g;
const MAX_SHARE_NOT_TEXT = 0.1;
const FEW = 8;
const CLOSE = 16;

/**
 * Leaves out what stands in bytes that aren't text. A file isn't taken for binary as a whole for a zero byte or some bytes
 * of another encoding, which would be a place to hide: only what is amid such bytes is left out, in a file full of them.
 */
function keepInText(text: string, places: number[]): number[] {
  // Bytes that are no text have zeros, or are no UTF-8: control characters alone are what is looked for.
  if (places.length === 0 || !/[\ufffd\0]/.test(text)) {
    return places;
  }
  const notText = text.match(NOT_TEXT)?.length ?? 0;
  if (notText <= FEW + text.length * MAX_SHARE_NOT_TEXT) {
    return places;
  }
  return places.filter((at) => text.slice(Math.max(0, at - CLOSE), at + CLOSE).search(NOT_TEXT) === -1);
}

const MAX_LINE = 160;

/** The line that a place is in, or what is around it of a long one. */
function lineAround(text: string, at: number): string {
  const start = Math.max(text.lastIndexOf("\n", at - 1) + 1, at - MAX_LINE / 2);
  const end = text.indexOf("\n", at);
  return text.slice(start, Math.min(end === -1 ? text.length : end, at + MAX_LINE / 2));
}
