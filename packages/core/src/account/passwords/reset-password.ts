import { createHash, randomBytes } from "node:crypto";
import { CatalystError } from "../../catalyst-error.ts";
import { type Actor, personOf } from "../actor.ts";
import type { AuditStore } from "../people/audit-entry.ts";
import { findPerson } from "../people/find-person.ts";
import type { Person, PersonStore } from "../people/person.ts";
import { permitBeside } from "../rights/permit.ts";
import { checkPassword } from "./check-password.ts";
import type { PasswordHashing, PasswordStore } from "./password-store.ts";

const TOKEN_BYTES = 32;
const LINK_MILLISECONDS = 3600 * 1000;

export interface MakeResetDeps {
  people: Pick<PersonStore, "findByLogin">;
  passwords: Pick<PasswordStore, "addReset">;
  audit: Pick<AuditStore, "add">;
  now(): Date;
}

/**
 * A way back in for somebody who lost theirs: whoever has the link gives them a password, once, within an hour. An earlier link of
 * theirs is worth nothing then. `token`: what it carries, told this once. Throws `forbidden` and `not_found`.
 */
export async function makeReset(
  { actor, login }: { actor: Actor; login: string },
  { people, passwords, audit, now }: MakeResetDeps,
): Promise<{ person: Person; token: string; expiresAt: Date }> {
  const attempt = "Making a link for another password";
  permitBeside({ actor, action: "manage_people", attempt });
  const person = await findPerson({ login, attempt }, { people });
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const expiresAt = new Date(now().getTime() + LINK_MILLISECONDS);
  await passwords.addReset({ userId: person.id, tokenHash: hashOfReset(token), expiresAt });
  await audit.add({ kind: "reset_link_made", userId: personOf(actor), teamId: null, facts: { login } });
  return { person, token, expiresAt };
}

export interface ResetPasswordDeps {
  passwords: Pick<PasswordStore, "findReset" | "useReset">;
  hashing: PasswordHashing;
  audit: Pick<AuditStore, "add">;
}

/**
 * Gives whose link it is another password, and signs them out everywhere: what somebody else got hold of ends. Throws
 * `invalid_input`, which leaves the link as it is, and `not_found`.
 */
export async function resetPassword(
  { token, next }: { token: string; next: string },
  { passwords, hashing, audit }: ResetPasswordDeps,
): Promise<Person> {
  const attempt = "Setting another password";
  checkPassword(next, attempt);
  const tokenHash = hashOfReset(token);
  // A hash costs more than looking: nobody gets one for a link that isn't there.
  const isThere = (await passwords.findReset(tokenHash)) !== null;
  const person = isThere ? await passwords.useReset({ tokenHash, hash: await hashing.hash(next) }) : null;
  if (person === null) {
    throw new CatalystError("not_found", `${attempt} failed: its link was used or has expired. Ask for another.`);
  }
  await audit.add({ kind: "password_reset", userId: person.id, teamId: null, facts: {} });
  return person;
}

/** What is stored of what only the link carries. */
export function hashOfReset(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
