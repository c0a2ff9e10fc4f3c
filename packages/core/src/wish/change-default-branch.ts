import type { Actor } from "../account/actor.ts";
import type { AuditStore } from "../account/people/audit-entry.ts";
import { noteOf } from "../account/people/note-of.ts";
import { type PermitDeps, permitRepository } from "../account/rights/permit.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { NamedRepository } from "../vcs/named-repository.ts";
import type { Repo } from "../vcs/repo.ts";
import type { RepoStore } from "../vcs/repo-store.ts";
import { type AskWorkerDeps, askWorker } from "./ask-worker.ts";

const SHOWN_CHARACTERS = 255;

export interface ChangeDefaultBranchDeps extends AskWorkerDeps, PermitDeps {
  repos: Pick<RepoStore, "get" | "setDefaultBranch">;
  audit: Pick<AuditStore, "add">;
}

/**
 * Says which branch of a repository is its main one, which is written down. Throws `not_found` without the repository, and naming its branches without
 * the branch; `invalid_input` where the repository says otherwise itself; and like `askWorker`.
 */
export async function changeDefaultBranch(
  { actor, repoId, branch }: { actor: Actor; repoId: string; branch: string },
  deps: ChangeDefaultBranchDeps,
): Promise<Repo> {
  const attempt = "Changing the default branch";
  const { id: project, teamId } = await permitRepository({ actor, action: "change_repository", repoId, attempt }, deps);
  const repo = await deps.repos.get(repoId);
  if (repo === null) {
    throw new CatalystError("not_found", `${attempt} failed: there is no repository ${repoId}.`);
  }
  const wish = { kind: "look_at_repository", repository: nameOf(repo), base: branch } as const;
  const { seen } = await askWorker({ actor, wish }, "repository", deps);
  if (seen.baseName !== branch) {
    throw refuse(branch, `that is no branch of ${repo.url}. Name one`);
  }
  const { name, isSaid } = seen.defaultBranch;
  if (isSaid && name !== branch) {
    const way = repo.vcs === "local" ? ` Say it there: git remote set-head origin ${branch}` : "";
    throw refuse(branch, `${repo.url} says itself that it is ${name}.${way}`);
  }
  const changed = await deps.repos.setDefaultBranch(repo.id, branch);
  const facts = { project, setting: "defaultBranch", change: "said", repository: repo.id };
  await deps.audit.add(noteOf({ actor, kind: "setting_changed", teamId, facts }));
  return changed;
}

function nameOf({ vcs, url }: Repo): NamedRepository {
  return vcs === "local" ? { kind: "folder", path: url } : { kind: "url", url };
}

function refuse(branch: string, problem: string): CatalystError {
  return new CatalystError(
    "invalid_input",
    `Making ${branch.slice(0, SHOWN_CHARACTERS)} the default branch failed: ${problem}`,
  );
}
