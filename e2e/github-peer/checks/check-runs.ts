import { needCommit } from "../contents/commits.ts";
import { type Answer, json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notByIntegration, notFound } from "../door/refusal.ts";
import type { RepositoryCall } from "../route.ts";
import type { CheckRun } from "../state/check.ts";
import { fullName } from "../state/repository.ts";
import { viewCheckRun, viewFullSuite } from "../views/view-check.ts";
import { suiteOf, tellSuite } from "./tell-checks.ts";

interface Wish {
  name: string;
  head_sha: string;
  status?: string;
  conclusion?: string;
  output?: { title?: string; summary: string };
}

/** Apps alone make check runs. */
export async function answerNewRun(call: RepositoryCall): Promise<Answer> {
  const { world, repository, caller } = call;
  if (caller.kind !== "installation") {
    throw notByIntegration();
  }
  const { name, head_sha: sha } = call.body as unknown as Wish;
  await needCommit(repository, sha);
  const run: CheckRun = {
    ...{ id: world.nextId(), suiteId: suiteOf(world, repository, { sha, by: "app" }), by: "app", name, sha, log: "" },
    ...{ status: "queued", conclusion: null, title: null, summary: null, annotations: [] },
    ...{ startedAt: world.now(), completedAt: null },
  };
  repository.checkRuns.push(run);
  await change(call, run);
  return json(201, viewCheckRun(world, repository, run));
}

export async function answerChangedRun(call: RepositoryCall): Promise<Answer> {
  const run = findRun(call);
  if (call.caller.kind !== "installation" || run.by !== "app") {
    throw notByIntegration();
  }
  await change(call, run);
  return json(200, viewCheckRun(call.world, call.repository, run));
}

async function change({ world, repository, body }: RepositoryCall, run: CheckRun): Promise<void> {
  const { status, conclusion, output } = body as unknown as Wish;
  const isOver = conclusion !== undefined;
  run.status = isOver ? "completed" : (status ?? run.status);
  Object.assign(run, isOver ? { conclusion, completedAt: world.now() } : {});
  Object.assign(run, output ? { title: output.title ?? run.title, summary: output.summary } : {});
  if (isOver) {
    await tellSuite(world, repository, { run, sender: world.app.bot });
  }
}

export function answerRun(call: RepositoryCall): Answer {
  return json(200, viewCheckRun(call.world, call.repository, findRun(call)));
}

/** The newest of each name unless the query says otherwise. */
export async function answerRunsOfCommit(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const sha = await needCommit(repository, String(call.path.ref));
  const { check_name: name, status, filter = "latest" } = call.query as Record<string, string | undefined>;
  const all = repository.checkRuns.filter((run) => run.sha === sha && (name === undefined || run.name === name));
  const newest = new Map(all.map((run) => [`${run.by} ${run.name}`, run]));
  const runs = (filter === "all" ? all : [...newest.values()]).filter((run) => !status || run.status === status);
  const { items, headers } = paginate(call, runs);
  const views = items.map((run) => viewCheckRun(world, repository, run));
  return json(200, { total_count: runs.length, check_runs: views }, headers);
}

export async function answerSuitesOfCommit(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const sha = await needCommit(repository, String(call.path.ref));
  const suites = Map.groupBy(
    repository.checkRuns.filter((run) => run.sha === sha),
    ({ suiteId }) => suiteId,
  );
  const views = await Promise.all([...suites.values()].map((runs) => viewFullSuite(world, repository, runs)));
  const { items, headers } = paginate(call, views);
  return json(200, { total_count: views.length, check_suites: items }, headers);
}

export function answerAnnotations(call: RepositoryCall): Answer {
  const run = findRun(call);
  const { items, headers } = paginate(call, run.annotations);
  const blob = `${call.world.address}/${fullName(call.repository)}/blob/${run.sha}`;
  const views = items.map(({ path, line, level, message }) => ({
    ...{ path, start_line: line, end_line: line, start_column: null, end_column: null, annotation_level: level },
    ...{ title: null, message, raw_details: null, blob_href: `${blob}/${path}` },
  }));
  return json(200, views, headers);
}

/** A job has the id of its check run; its log is somewhere else, where no token is asked for. */
export function answerLog(call: RepositoryCall): Answer {
  const run = call.repository.checkRuns.find(({ id }) => id === call.path.job_id);
  if (run?.by !== "github-actions") {
    throw notFound();
  }
  const location = `${call.world.address}/_logs/${call.repository.id}/${run.id}`;
  return { status: 302, mediaType: "application/json", headers: { location } };
}

function findRun({ repository, path }: RepositoryCall): CheckRun {
  const run = repository.checkRuns.find(({ id }) => id === path.check_run_id);
  if (!run) {
    throw notFound();
  }
  return run;
}
