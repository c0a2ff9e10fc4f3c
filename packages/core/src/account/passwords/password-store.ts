import type { Person } from "../people/person.ts";

/** What people's passwords are known by, and the links by which they get another one. */
export interface PasswordStore {
  /** The hash; null: they have none. */
  find(userId: string): Promise<string | null>;
  /**
   * Stores it, and ends where they are signed in but for that one session, and their link. False: another one was stored since
   * `before` was read, and nothing was changed.
   */
  change(input: { userId: string; before: string | null; hash: string; keepSession: string }): Promise<boolean>;
  /** In the place of the link that they may have. */
  addReset(input: { userId: string; tokenHash: string; expiresAt: Date }): Promise<void>;
  /** Whose link it is; null: it was used, another one was made, or it has expired. */
  findReset(tokenHash: string): Promise<Person | null>;
  /** Once: stores the hash for whose link it is, and ends all places where they are signed in. null as `findReset`. */
  useReset(input: { tokenHash: string; hash: string }): Promise<Person | null>;
}

/** How a password is hashed, and tried. */
export interface PasswordHashing {
  hash(password: string): Promise<string>;
  verify(input: { hash: string; password: string }): Promise<boolean>;
}
