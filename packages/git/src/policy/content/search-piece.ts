import { findSecrets } from "./find-secrets.ts";
import { findHidden } from "./hidden-characters.ts";
import { findMixedScripts, isProse } from "./mixed-scripts.ts";

/** Something in a file's content. */
export interface Hit {
  rule: "secret" | "hidden_characters" | "mixed_scripts";
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
const MIXED_DETAIL = "an identifier mixes letters of two scripts that look the same";

/** Searches one piece of a file's content for secrets and for what makes text look other than it is. */
export async function searchPiece(piece: Piece): Promise<Hit[]> {
  const text = new TextDecoder(piece.encoding, { ignoreBOM: true }).decode(piece.bytes);
  const isCode = !isProse(piece.path);
  const hidden = keepInText(text, findHidden(text, { isStart: piece.isStart }));
  const mixed = isCode ? keepInText(text, findMixedScripts(text)) : [];
  return [
    ...(await searchForSecrets(text, piece)),
    ...hidden.map((at) => ({
      rule: "hidden_characters" as const,
      detail: HIDDEN_DETAIL,
      evidence: [lineAround(text, at)],
    })),
    ...mixed.map((at) => ({ rule: "mixed_scripts" as const, detail: MIXED_DETAIL, evidence: [lineAround(text, at)] })),
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
  if (places.length === 0) {
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
