import type { Account } from "./account.ts";

export const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;

export interface Reaction {
  id: number;
  author: Account;
  content: (typeof REACTIONS)[number];
  createdAt: Date;
}

/** Something that somebody wrote, which others react to. */
export interface Written {
  id: number;
  author: Account;
  createdAt: Date;
  updatedAt: Date;
  reactions: Reaction[];
}

export interface Comment extends Written {
  body: string;
}
