import { z } from "zod";

/** Somebody who can sign in. */
export const Person = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  email: z.string(),
  createdAt: z.date(),
});
export type Person = z.infer<typeof Person>;

export interface PersonStore {
  find(id: string): Promise<Person | null>;
  findByLogin(login: string): Promise<Person | null>;
  /** Whether anybody has this login, also who stands for a forge's account. */
  isTaken(login: string): Promise<boolean>;
  /** Everybody who signed in or was made here, by their logins. */
  list(): Promise<Person[]>;
  /** From the first time on they are somebody, and not who stands for a forge's account. */
  noteSignIn(id: string): Promise<void>;
  /** Takes the address for theirs, as nobody else can be sent to it. */
  trustAddress(id: string): Promise<void>;
  /** Removes sessions, links, codes and invitations that have expired, and failed tries of the audit after 30 days. */
  deleteExpired(): Promise<void>;
  /** What is unfinished in the projects that are theirs alone. */
  listUnfinishedTasks(id: string): Promise<string[]>;
  /**
   * Ends all by which they could ask, their keys, and what they are in teams; their projects and the teams that they alone own go
   * to the heir. What they did stays, as somebody's who was removed. Throws `conflict` for a team that nobody else owns, without
   * an heir.
   */
  remove(input: { id: string; heirId: string | null }): Promise<void>;
}
