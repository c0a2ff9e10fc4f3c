import type { CheckRun } from "../state/check.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { suiteOf, tellSuite } from "./tell-checks.ts";

export interface WorkflowJob extends Pick<CheckRun, "name"> {
  conclusion: "success" | "failure" | "cancelled" | "skipped";
  annotations?: CheckRun["annotations"];
  log?: string;
}

/** What workflows found out of a commit: jobs as GitHub Actions reports them, which no token of a test can. */
export async function reportJobs(
  world: World,
  repository: Repository,
  { sha, jobs }: { sha: string; jobs: readonly WorkflowJob[] },
): Promise<void> {
  const by = "github-actions";
  const suiteId = suiteOf(world, repository, { sha, by });
  const runs = jobs.map(
    ({ annotations = [], log = "", ...job }): CheckRun => ({
      ...{ ...job, annotations, log, id: world.nextId(), suiteId, by, sha, status: "completed" },
      ...{ title: null, summary: null, startedAt: world.now(), completedAt: world.now() },
    }),
  );
  repository.checkRuns.push(...runs);
  const [run] = runs;
  if (run) {
    await tellSuite(world, repository, { run, sender: repository.owner });
  }
}
