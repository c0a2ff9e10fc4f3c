import type { Account } from "../state/account.ts";
import type { CheckRun } from "../state/check.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { viewCheckSuite } from "../views/view-check.ts";
import { emit } from "../webhooks/emit.ts";

/** Tells the App when all runs of one App on a commit are over. */
export async function tellSuite(
  world: World,
  repository: Repository,
  { run, sender }: { run: CheckRun; sender: Account },
) {
  const runs = repository.checkRuns.filter(({ suiteId }) => suiteId === run.suiteId);
  if (runs.every(({ status }) => status === "completed")) {
    const payload = { check_suite: await viewCheckSuite(world, repository, runs) };
    emit(world, { event: "check_suite", action: "completed", repository, sender, payload });
  }
}

/** Runs of one App on one commit are a suite. */
export function suiteOf(world: World, { checkRuns }: Repository, { sha, by }: Pick<CheckRun, "sha" | "by">): number {
  return checkRuns.find((run) => run.sha === sha && run.by === by)?.suiteId ?? world.nextId();
}
