import type { Gathered } from "../../../forge/subject/gathered.ts";
import type { Subject } from "../../../forge/subject/subject.ts";
import { piecesAsOf } from "../../../prompt/pieces/pieces-as-of.ts";
import { type ContextPiece, NAMED_PIECE } from "../../../task/context-piece.ts";
import type { Gathering } from "../../../task/gathering.ts";

/** What was gathered, as who asked for it had it before them. */
export interface AsAsked {
  subject: Subject;
  pieces: ContextPiece[];
  gathering: Omit<Gathering, "since">;
}

/**
 * What stood there when it was asked for: who asks answers for what they have read, and for nothing that was put in its place
 * afterwards. A title is known as it was; a text that was changed since is left out.
 */
export function asAsked({ subject, editedAt, titles, pieces, unread }: Gathered, asOf: Date): AsAsked {
  // Forges tell seconds: one within that second may be later.
  const isTextEdited = editedAt !== null && editedAt >= asOf;
  const title = titles.find(({ until }) => until >= asOf)?.title ?? subject.title;
  // What was put in the place of a text has no say in what else is told.
  const chosen = isTextEdited ? pieces.filter(({ id }) => !id.startsWith(NAMED_PIECE)) : pieces;
  const { pieces: kept, ...counts } = piecesAsOf(chosen, asOf);
  return {
    subject: { ...subject, title, text: isTextEdited ? "" : subject.text },
    pieces: kept,
    gathering: { asOf, isTextEdited, ...counts, unread },
  };
}
