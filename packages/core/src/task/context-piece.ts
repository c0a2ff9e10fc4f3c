import { z } from "zod";

/**
 * Who wrote a text, as the repository's forge had it when it was read. `maintainer`: may write; `member`: belongs to its owner; `own`: we
 * ourselves; `check`: what was tried of a commit that somebody who may write has put into the repository.
 */
export const AuthorClass = z.enum(["maintainer", "member", "own", "check", "outsider", "bot", "unknown"]);
export type AuthorClass = z.infer<typeof AuthorClass>;

export const PieceAuthor = z.object({
  /** The forge's own number; null: the account is gone. */
  id: z.string().min(1).max(64).nullable(),
  login: z.string().max(255),
  class: AuthorClass,
});
export type PieceAuthor = z.infer<typeof PieceAuthor>;

/** In the order in which they are told, and kept where there is no room for all. */
export const PieceKind = z.enum([
  /** Of the thread about lines in which the task was asked for. */
  "asked_thread",
  /** Of other threads about lines that nobody has resolved. */
  "open_thread",
  "comment",
  /** An open pull request of others that is to close the issue. */
  "proposal",
  /** A check that failed, with the end of its log. */
  "check",
  /** An issue or pull request that this one is linked with. */
  "linked",
]);
export type PieceKind = z.infer<typeof PieceKind>;

/** Forges take 65,536 characters, each of which may count twice here. */
const MAX_PIECE_LENGTH = 131_072;
export const MAX_PIECES = 1100;

/** What the ids of those begin with that are told because the text of the issue names them. */
export const NAMED_PIECE = "named:";

/** One text beside the title and body of what a task is about, as it came: untrusted. */
export const ContextPiece = z.object({
  kind: PieceKind,
  id: z.string().min(1).max(255),
  author: PieceAuthor,
  createdAt: z.coerce.date(),
  editedAt: z.coerce.date().nullable().default(null),
  path: z.string().max(4096).nullable().default(null),
  line: z.int().positive().nullable().default(null),
  side: z.enum(["LEFT", "RIGHT"]).nullable().default(null),
  /** What the first comment of a thread stands at, as a diff; absent: none is told. */
  hunk: z.string().max(8192).optional(),
  text: z.string().max(MAX_PIECE_LENGTH),
  /** It was longer where it came from. */
  truncated: z.boolean().default(false),
});
export type ContextPiece = z.infer<typeof ContextPiece>;

const ANSWERED_FOR: readonly AuthorClass[] = ["maintainer", "member", "own", "check"];

/** Whether nobody who may write answers for what such an author wrote. */
export function isOutside(author: Pick<PieceAuthor, "class">): boolean {
  return !ANSWERED_FOR.includes(author.class);
}
