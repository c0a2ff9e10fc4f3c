import type { Account } from "./account.ts";

export const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;

export interface Reaction {
  id: number;
  author: Account;
  content: (typeof REACTIONS)[number];
  createdAt: Date;
}

/** A change of a text, as `userContentEdits` lists it. */
interface Edit {
  id: number;
  editor: Account;
  at: Date;
}

/** Something that somebody wrote, which others react to. */
export interface Written {
  id: number;
  author: Account;
  createdAt: Date;
  updatedAt: Date;
  reactions: Reaction[];
  /** Of the text, the oldest first. */
  edits: Edit[];
}

export interface Comment extends Written {
  body: string;
  /** Why it is folded away; null: it isn't. */
  minimizedReason: string | null;
}
