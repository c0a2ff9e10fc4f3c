import type { ContextPiece } from "../../task/context-piece.ts";

/** What was there when it was asked for, and how many of the others were changed or written since. */
export interface PiecesAsOf {
  pieces: ContextPiece[];
  editedSince: number;
  writtenSince: number;
}

/**
 * The pieces as who asked at that time may have read them: a text that was changed since isn't the one that they had read, and
 * what was written since they hadn't. Forges tell seconds: a change within the same one counts as later.
 */
export function piecesAsOf(pieces: readonly ContextPiece[], askedAt: Date): PiecesAsOf {
  const before = pieces.filter(({ createdAt }) => createdAt <= askedAt);
  const unchanged = before.filter(({ editedAt }) => editedAt === null || editedAt < askedAt);
  return {
    pieces: unchanged,
    editedSince: before.length - unchanged.length,
    writtenSince: pieces.length - before.length,
  };
}
