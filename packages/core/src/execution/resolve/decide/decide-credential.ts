import type { Owner } from "../../../account/account.ts";
import { type Actor, personOf } from "../../../account/actor.ts";
import { CatalystError } from "../../../catalyst-error.ts";
import { chooseCredential, type KeyedAgent, preferredOf } from "../../../credential/choose-credential.ts";
import type { AgentCredential } from "../../../credential/credential.ts";
import type { Payer } from "../../../credential/payer.ts";
import type { ResolvedCredential } from "../resolution.ts";
import type { Deciding } from "./deciding.ts";

type Of = Pick<Deciding, "execution" | "task" | "repo" | "deps">;

/**
 * Whose key pays for an execution: that of whoever asked for it, else, where they asked from a forge, one that the project's owner
 * opened to everyone who may write there; never that of whoever asked for the task before. null: the agent needs none. Throws
 * `credential_missing` where nobody pays.
 */
export async function decideCredential(of: Of, agent: KeyedAgent): Promise<ResolvedCredential | null> {
  const { execution, task, deps } = of;
  const { askedBy } = execution;
  const usable = await deps.credentials.listUsable({
    taskId: task.id,
    userId: personOf(askedBy) ?? task.assignedBy,
  });
  const isOwn = preferredOf(agent, usable) !== null || !mayUseOpen(askedBy) || agent.providers.length === 0;
  const open = isOwn ? [] : await deps.credentials.listOpen(task.id);
  if (!isOwn && preferredOf(agent, open) === null) {
    throw nobodyPays(of, agent);
  }
  const offered = isOwn ? usable : open;
  const chosen = chooseCredential({ agent, taskId: task.id, ownFirst: task.asked.ownKeysFirst, usable: offered });
  return chosen === null ? null : { ...chosen, payer: await findPayer(of, offered, { id: chosen.id, isOpen: !isOwn }) };
}

/** Who asks here has a key of theirs or their team's. What nobody asked for is done by the project's own rule. */
function mayUseOpen({ kind }: Actor): boolean {
  return kind === "forge_account" || kind === "system";
}

async function findPayer(
  { deps }: Of,
  offered: readonly AgentCredential[],
  { id, isOpen }: { id: string; isOpen: boolean },
): Promise<Payer | null> {
  const owner = ownerOf(offered.find((one) => one.id === id));
  const name = owner === null ? null : await deps.accounts.nameOwner(owner);
  return owner === null || name === null ? null : { kind: owner.kind === "user" ? "person" : "team", name, isOpen };
}

function ownerOf(credential: AgentCredential | undefined): Owner | null {
  if (credential?.userId != null) {
    return { kind: "user", userId: credential.userId };
  }
  return credential?.teamId == null ? null : { kind: "team", teamId: credential.teamId };
}

function nobodyPays({ execution, task, repo }: Of, { name, providers }: KeyedAgent): CatalystError {
  const { askedBy } = execution;
  const who = askedBy.kind === "forge_account" ? askedBy.login : "Who asked for it";
  return new CatalystError(
    "credential_missing",
    `Nobody pays: ${who} has no key in Catalyst that ${name} takes (${providers.join(", ")}), and the owner of the project opened none to those who may write in ${repo.url}.`,
    { way: { kind: "connect_account", providers: [...providers], next: { kind: "retry_task", task: task.number } } },
  );
}
