import type { Actor } from "../../account/actor.ts";
import { permitBeside } from "../../account/rights/permit.ts";
import type { ChosenRequest, MissedRequest } from "../../forge/missed/missed-request.ts";
import { type AskWorkerDeps, askWorker } from "../ask-worker.ts";

interface MissedInput {
  actor: Actor;
  /** null: those that the Apps are shown. */
  repository: { owner: string; name: string } | null;
}

/**
 * What was asked of us without words at GitHubs, and never decided. `isWhole` false: not all was looked at. Throws `forbidden`, `not_found`
 * where no App is shown the repository, and like `askWorker`.
 */
export async function findMissedRequests(
  { actor, repository }: MissedInput,
  { worker }: { worker: AskWorkerDeps },
): Promise<{ missed: MissedRequest[]; isWhole: boolean }> {
  permitBeside({ actor, action: "manage_github_apps", attempt: "Looking for what was missed" });
  return askWorker({ actor, wish: { kind: "find_missed", repository } }, "missed_found", worker);
}

/** Has of that be decided what was chosen. Returns what it was of it that stands still. Throws the same. */
export async function beginMissedRequests(
  { actor, repository, chosen }: MissedInput & { chosen: ChosenRequest[] },
  { worker }: { worker: AskWorkerDeps },
): Promise<MissedRequest[]> {
  permitBeside({ actor, action: "manage_github_apps", attempt: "Beginning what was missed" });
  const wish = { kind: "begin_missed", repository, chosen } as const;
  return (await askWorker({ actor, wish }, "missed_begun", worker)).begun;
}
