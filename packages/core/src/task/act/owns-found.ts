import type { Actor } from "../../account/actor.ts";
import type { PolicyFinding } from "../task.ts";

const OWNED = "protected_path";

/**
 * Whether an account of a forge is named by the repository itself as the owner of all that is to be accepted, which is changes of
 * protected places alone. Teams aren't looked into.
 */
export function ownsFound(
  actor: Actor,
  { accept, findings }: { accept: readonly string[]; findings: readonly PolicyFinding[] },
): boolean {
  if (actor.kind !== "forge_account" || accept.some((rule) => rule !== OWNED)) {
    return false;
  }
  const name = `@${actor.login}`.toLowerCase();
  const found = findings.filter(({ rule }) => rule === OWNED);
  return found.length > 0 && found.every(({ owners = [] }) => owners.some((owner) => owner.toLowerCase() === name));
}
