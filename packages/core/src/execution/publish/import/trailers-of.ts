import type { CommitIdentity } from "../../../result/repository-port.ts";
import type { AgentTask } from "../../../task/task.ts";
import type { Repo } from "../../../vcs/repo.ts";
import type { AgentExecution } from "../../execution.ts";
import { noreplyAddress } from "./who-commits.ts";

interface Work {
  execution: Pick<AgentExecution, "askedBy">;
  task: Pick<AgentTask, "id">;
  repo: Pick<Repo, "url">;
  /** A forge shows it. */
  isShown: boolean;
  /** By whom commits are signed off; null: by nobody. */
  signer?: CommitIdentity | null;
}

/**
 * The lines that end the message of each new commit, where a forge shows it: whoever asked for it there, by the address that the forge
 * itself gives their account, who signs it off, and the task. Nobody is named by a guess. null: no forge shows it.
 */
export function trailersOf({ execution, task, repo, isShown, signer = null }: Work): string[] | null {
  if (!isShown) {
    return null;
  }
  const { askedBy } = execution;
  const address =
    askedBy.kind === "forge_account" ? noreplyAddress({ id: askedBy.accountId, login: askedBy.login }, repo) : null;
  const isKnown = askedBy.kind === "forge_account" && address !== null;
  const coAuthor = isKnown ? [`Co-authored-by: ${askedBy.login} <${address}>`] : [];
  const signedOff = signer === null ? [] : [`Signed-off-by: ${signer.name} <${signer.email}>`];
  return [...coAuthor, ...signedOff, `Catalyst-Task: ${task.id}`];
}
