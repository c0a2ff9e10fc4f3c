import { CatalystError, type EnvironmentRequest, type ExecutionStore, type RepoStore } from "@catalyst/core";
import type { EnvironmentSubject } from "@catalyst/kubernetes";

const MAX_REF = 250;
/** Of a folder of some machine no cluster knows: what is said of it is no address. */
const NOWHERE = "https://folder.invalid";

export interface DescribeDeps {
  executions: Pick<ExecutionStore, "getTask">;
  repos: Pick<RepoStore, "get">;
}

/** What a cluster is told of an execution beside what is to run. A project is told by its id: it may be called otherwise any day, and keeps its namespace. */
export async function describeEnvironment(
  { executionId, repoId }: EnvironmentRequest,
  { executions, repos }: DescribeDeps,
): Promise<EnvironmentSubject> {
  const [task, repo] = await Promise.all([executions.getTask(executionId), repos.get(repoId)]);
  if (task === null || repo === null) {
    throw new CatalystError("not_found", "Making the environment failed: its task is gone.");
  }
  return {
    ...{ taskId: task.id, project: repo.projectId },
    repository: repo.vcs === "local" ? `${NOWHERE}/${repo.id}` : repo.url,
    ref: (task.baseBranch ?? "HEAD").slice(0, MAX_REF),
  };
}
