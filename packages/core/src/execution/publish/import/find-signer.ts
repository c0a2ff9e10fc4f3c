import { type Actor, personOf } from "../../../account/actor.ts";
import type { CommitIdentity } from "../../../result/repository-port.ts";
import type { Step } from "../../step.ts";

/**
 * By whom the commits of a result are signed off: as the project wants it, and where that is whoever asked, only as they have agreed to.
 * null: by nobody.
 */
export async function findSigner(
  { execution, deps }: Pick<Step, "execution" | "deps">,
  { bot, askedBy = execution.askedBy }: { bot: CommitIdentity; askedBy?: Actor },
): Promise<CommitIdentity | null> {
  const { dco } = execution.resolution.settings.github;
  if (dco !== "requester") {
    return dco === "bot" ? bot : null;
  }
  const userId = personOf(askedBy);
  const signOff = userId === null ? null : await deps.accounts.getSignOff(userId);
  return signOff === null ? null : { name: signOff.name, email: signOff.email };
}
