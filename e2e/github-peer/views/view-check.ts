import type { CheckRun } from "../state/check.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { nodeId } from "./view-account.ts";
import { viewApp } from "./view-app.ts";
import { viewSimpleCommit } from "./view-commit.ts";
import { viewRepository } from "./view-repository.ts";

/** GitHub's `check-run`. */
export function viewCheckRun(world: World, repository: Repository, run: CheckRun) {
  const { id, name, sha, status, conclusion, suiteId, title, summary, annotations, startedAt, completedAt } = run;
  const api = `${world.address}/repos/${fullName(repository)}`;
  const html = `${world.address}/${fullName(repository)}/runs/${id}`;
  return {
    ...{ id, node_id: nodeId("CheckRun", id), name, head_sha: sha, status, conclusion, external_id: "" },
    ...{ url: `${api}/check-runs/${id}`, html_url: html, details_url: html, check_suite: { id: suiteId } },
    ...{ started_at: startedAt.toISOString(), completed_at: completedAt?.toISOString() ?? null },
    output: {
      ...{ title, summary, text: null, annotations_count: annotations.length },
      annotations_url: `${api}/check-runs/${id}/annotations`,
    },
    ...{ app: viewChecker(world, run), pull_requests: viewPullsOf(world, repository, sha) },
  };
}

/** All runs of one App on one commit. */
export async function viewCheckSuite(world: World, repository: Repository, runs: readonly CheckRun[]) {
  const [first] = runs;
  if (!first) {
    throw new Error("A check suite has a run at least.");
  }
  const { suiteId: id, sha } = first;
  const isOver = runs.every(({ status }) => status === "completed");
  const hasFailed = runs.find(({ conclusion }) => conclusion !== "success" && conclusion !== "neutral");
  const url = `${world.address}/repos/${fullName(repository)}/check-suites/${id}`;
  const branch = repository.issues.find(({ pullRequest }) => pullRequest?.headSha === sha)?.pullRequest?.head ?? null;
  return {
    ...{ id, node_id: nodeId("CheckSuite", id), head_branch: branch, head_sha: sha, url },
    ...{ status: isOver ? "completed" : "in_progress", before: null, after: sha },
    conclusion: isOver ? (hasFailed?.conclusion ?? "success") : null,
    ...{ app: viewChecker(world, first), pull_requests: viewPullsOf(world, repository, sha) },
    ...{ created_at: first.startedAt.toISOString(), updated_at: changedAt(runs).toISOString() },
    ...{ latest_check_runs_count: runs.length, check_runs_url: `${url}/check-runs` },
    head_commit: await viewSimpleCommit(repository, sha),
  };
}

/** When the newest of its runs ended, or began. */
function changedAt(runs: readonly CheckRun[]): Date {
  return new Date(Math.max(...runs.map(({ startedAt, completedAt }) => (completedAt ?? startedAt).getTime())));
}

function viewChecker({ app, address }: World, { by }: CheckRun) {
  return by === "app"
    ? viewApp(app, address)
    : { ...viewApp(app, address), id: 15_368, slug: by, name: "GitHub Actions" };
}

function viewPullsOf({ address }: World, repository: Repository, sha: string) {
  const url = `${address}/repos/${fullName(repository)}`;
  const repo = { id: repository.id, url, name: repository.name };
  return repository.issues.flatMap(({ id, number, pullRequest: pull }) =>
    pull?.headSha === sha
      ? [
          {
            ...{ id, number, url: `${url}/pulls/${number}`, head: { ref: pull.head, sha, repo } },
            base: { ref: pull.base, sha: pull.baseSha, repo },
          },
        ]
      : [],
  );
}

export async function viewFullSuite(world: World, repository: Repository, runs: readonly CheckRun[]) {
  return { ...(await viewCheckSuite(world, repository, runs)), repository: viewRepository(repository, world.address) };
}
