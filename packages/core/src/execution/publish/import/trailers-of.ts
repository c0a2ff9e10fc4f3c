import type { AgentTask } from "../../../task/task.ts";
import type { Repo } from "../../../vcs/repo.ts";
import type { AgentExecution } from "../../execution.ts";

/** What a forge takes for an account's name; anything else might end the line. */
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

interface Work {
  execution: Pick<AgentExecution, "askedBy">;
  task: Pick<AgentTask, "id">;
  repo: Pick<Repo, "vcs" | "url">;
}

/**
 * The lines that end the message of each new commit, where a forge shows it: whoever asked for it there, by the address that the forge
 * itself gives their account, and the task. Nobody is named by a guess, and nothing is signed off for anybody. null: no forge shows it.
 */
export function trailersOf({ execution, task, repo }: Work): string[] | null {
  if (repo.vcs !== "github") {
    return null;
  }
  const { askedBy } = execution;
  const isKnown = askedBy.kind === "forge_account" && LOGIN.test(askedBy.login);
  const coAuthor = isKnown
    ? [`Co-authored-by: ${askedBy.login} <${askedBy.accountId}+${askedBy.login}@users.noreply.${hostOf(repo)}>`]
    : [];
  return [...coAuthor, `Catalyst-Task: ${task.id}`];
}

function hostOf({ url }: Pick<Repo, "url">): string {
  return new URL(url).hostname;
}
