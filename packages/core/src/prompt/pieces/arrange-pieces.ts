import { showUnseen } from "../../markdown/unseen-characters.ts";
import { type ContextPiece, PieceKind } from "../../task/context-piece.ts";
import type { TaskContext } from "../../task/task.ts";
import { cleanUntrustedText, type RemovedText } from "../clean-untrusted-text.ts";

/** All lengths are in characters. */
const MAX_SHOWN_LENGTH = 192 * 1024;
const HEAD_LENGTH = 12 * 1024;
const TAIL_LENGTH = 4 * 1024;
const MAX_SHOWN_COMMENTS = 50;
/** Of by whom, when and on what a text is, and the lines that mark its ends. */
const HEAD_ROOM = 200;

export type SaidAround = Pick<TaskContext, "title" | "body"> &
  Partial<Pick<TaskContext, "instruction" | "author" | "pieces">>;

export interface ArrangedPieces {
  /** Cleaned, by kind and then by time. */
  shown: ContextPiece[];
  /** How many of each kind there is no room for. */
  leftOut: { kind: PieceKind; count: number }[];
  removed: RemovedText[];
  /** How much room is left. */
  room: number;
}

/**
 * Chooses what an agent is told at once of the texts around its task, in the room that title, body, instruction and what else is taken leave: by kind, of comments the
 * newest and the first one of who wrote the body. A long text keeps its beginning and its end, and says what is missing.
 */
export function arrangePieces(
  { title, body, instruction = "", author, pieces = [] }: SaidAround,
  takenLength = 0,
): ArrangedPieces {
  const removed: RemovedText[] = [];
  const shown = new Set<ContextPiece>();
  const cleaned: ContextPiece[] = [];
  let room = MAX_SHOWN_LENGTH - title.length - body.length - instruction.length - takenLength;
  for (const piece of rank(pieces, author?.id ?? null)) {
    const clean = cleanPiece(piece);
    const length = HEAD_ROOM + clean.piece.text.length + (clean.piece.hunk?.length ?? 0);
    // What comes later is dropped first, and nothing of it is told in place of something before it.
    if (length > room) {
      break;
    }
    room -= length;
    shown.add(piece);
    cleaned.push(clean.piece);
    removed.push(...clean.removed);
  }
  const byOrder = (a: ContextPiece, b: ContextPiece) => orderOf(a) - orderOf(b) || byTime(a, b);
  return { shown: cleaned.toSorted(byOrder), leftOut: countLeft(pieces, shown), removed, room: Math.max(room, 0) };
}

/** The most important first. */
function rank(pieces: readonly ContextPiece[], starterId: string | null): ContextPiece[] {
  const comments = pieces.filter(({ kind }) => kind === "comment").toSorted(byTime);
  const first = comments.filter(({ author }) => author.id !== null && author.id === starterId).slice(0, 1);
  const newest = comments.filter((comment) => !first.includes(comment)).slice(-MAX_SHOWN_COMMENTS);
  return PieceKind.options.flatMap((kind) =>
    kind === "comment"
      ? [...first, ...newest.toReversed()]
      : pieces.filter((piece) => piece.kind === kind).toSorted(byTime),
  );
}

function orderOf({ kind }: ContextPiece): number {
  return PieceKind.options.indexOf(kind);
}

function byTime(a: ContextPiece, b: ContextPiece): number {
  return a.createdAt.getTime() - b.createdAt.getTime();
}

function cleanPiece(piece: ContextPiece): { piece: ContextPiece; removed: RemovedText[] } {
  const { text, removed } = cleanText(piece);
  return { piece: { ...piece, ...shorten(text, piece) }, removed };
}

/** A check's log is a file; the others are prose. */
export function cleanText({ kind, text }: ContextPiece): { text: string; removed: RemovedText[] } {
  return kind === "check" ? { text: showUnseen(text), removed: [] } : cleanUntrustedText(text, { isMarkdown: true });
}

function shorten(text: string, { kind, truncated }: ContextPiece): Pick<ContextPiece, "text" | "truncated"> {
  const missing = text.length - HEAD_LENGTH - TAIL_LENGTH;
  if (missing <= 0 || kind === "asked_thread") {
    return { text, truncated };
  }
  // What went wrong stands at a log's end.
  const [head, tail] = kind === "check" ? [TAIL_LENGTH, HEAD_LENGTH] : [HEAD_LENGTH, TAIL_LENGTH];
  const parts = [text.slice(0, head), `[${missing} characters are left out here]`, text.slice(-tail)];
  return { text: parts.map((part) => part.toWellFormed()).join("\n\n"), truncated: true };
}

function countLeft(pieces: readonly ContextPiece[], shown: ReadonlySet<ContextPiece>): ArrangedPieces["leftOut"] {
  return PieceKind.options
    .map((kind) => ({ kind, count: pieces.filter((piece) => piece.kind === kind && !shown.has(piece)).length }))
    .filter(({ count }) => count > 0);
}
