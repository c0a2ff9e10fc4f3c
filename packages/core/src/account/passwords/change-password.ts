import { CatalystError } from "../../catalyst-error.ts";
import type { AuditStore } from "../people/audit-entry.ts";
import { checkPassword } from "./check-password.ts";
import { GUESSES, type GuessStore } from "./guess-store.ts";
import type { PasswordHashing, PasswordStore } from "./password-store.ts";

const ATTEMPT = "Changing the password";

export interface ChangePasswordInput {
  userId: string;
  /** By which they ask: it goes on, all others end. */
  sessionId: string;
  /** The one that they have; null: none was said, as of whoever has none. */
  present: string | null;
  next: string;
}

export interface ChangePasswordDeps {
  passwords: Pick<PasswordStore, "find" | "change">;
  guesses: GuessStore;
  hashing: PasswordHashing;
  audit: Pick<AuditStore, "add">;
}

/** `waitSeconds`: so many wrong ones were said that nothing was tried. */
export type PasswordChange = { kind: "changed" } | { kind: "wrong" } | { kind: "wait"; waitSeconds: number };

/**
 * Gives somebody another password, or their first: whoever has one says it, so that a session that was left open gives nobody
 * the account for good. Throws `invalid_input`, and `conflict` when another one was stored meanwhile.
 */
export async function changePassword(
  { userId, sessionId, present, next }: ChangePasswordInput,
  { passwords, guesses, hashing, audit }: ChangePasswordDeps,
): Promise<PasswordChange> {
  checkPassword(next, ATTEMPT);
  const before = await passwords.find(userId);
  if (before !== null) {
    const name = `change:${userId}`;
    const waitSeconds = await guesses.take({ name, ...GUESSES });
    if (waitSeconds > 0) {
      return { kind: "wait", waitSeconds };
    }
    if (!(await hashing.verify({ hash: before, password: present ?? "" }))) {
      return { kind: "wrong" };
    }
    await guesses.forget(name);
  }
  const hash = await hashing.hash(next);
  if (!(await passwords.change({ userId, before, hash, keepSession: sessionId }))) {
    throw new CatalystError("conflict", `${ATTEMPT} failed: it was changed just now. Look again.`);
  }
  await audit.add({ kind: "password_changed", userId, teamId: null, facts: {} });
  return { kind: "changed" };
}
