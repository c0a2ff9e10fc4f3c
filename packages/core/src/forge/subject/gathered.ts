import type { ContextPiece, PieceAuthor } from "../../task/context-piece.ts";
import type { UnreadTexts } from "../../task/gathering.ts";
import type { Subject } from "./subject.ts";

/** What a forge has around an issue or pull request at one moment, each text with who wrote it and what they may do there now. */
export interface Gathered {
  subject: Subject;
  /** Of title and text. */
  author: PieceAuthor;
  /** When the text was last changed; null: never. */
  editedAt: Date | null;
  /** Titles that it had before, the oldest first. */
  titles: readonly FormerTitle[];
  /** In any order. */
  pieces: readonly ContextPiece[];
  unread: UnreadTexts;
}

export interface FormerTitle {
  title: string;
  until: Date;
}

/** A thread about lines of a pull request, as who answers in it needs to know it. */
export interface ForgeThread {
  /** Of its first comment, by the forge's own number. */
  commentId: string;
  /** Who began it; null: an account that is there no more. */
  authorId: string | null;
  isResolved: boolean;
  /** Its lines were changed since. */
  isOutdated: boolean;
  path: string;
  /** null: it is about the file, or its lines aren't in the newest commit. */
  line: number | null;
  side: "LEFT" | "RIGHT" | null;
  /** Of its first comment. */
  text: string;
}
