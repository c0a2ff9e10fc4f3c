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
}

/**
 * The lines that end the message of each new commit, where a forge shows it: whoever asked for it there, by the address that the forge
 * itself gives their account, and the task. Nobody is named by a guess, and nothing is signed off for anybody. null: no forge shows it.
 */
export function trailersOf({ execution, task, repo, isShown }: Work): string[] | null {
  if (!isShown) {
    return null;
  }
  const { askedBy } = execution;
  const address =
    askedBy.kind === "forge_account" ? noreplyAddress({ id: askedBy.accountId, login: askedBy.login }, repo) : null;
  const isKnown = askedBy.kind === "forge_account" && address !== null;
  const coAuthor = isKnown ? [`Co-authored-by: ${askedBy.login} <${address}>`] : [];
  return [...coAuthor, `Catalyst-Task: ${task.id}`];
}
