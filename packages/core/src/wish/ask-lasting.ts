import { type Actor, personOf } from "../account/actor.ts";
import { type PermitDeps, permitBeside, permitRepository } from "../account/rights/permit.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { KeptKind } from "../retention/retention.ts";
import { type AskWorkerDeps, beginAtWorker, type WorkerWishState } from "./ask-worker.ts";
import { LASTING_WISHES, type WorkerWishStore } from "./worker-wish.ts";

export interface InstallAgentInput {
  actor: Actor;
  agentId: string;
  /** The absolute path of the person's own executable, which is taken instead of the pinned version; null: that one. */
  from: string | null;
}

/** Has a worker install an agent, unless it is there. Throws like `beginAtWorker`. */
export async function beginInstallation({ actor, agentId, from }: InstallAgentInput, deps: AskWorkerDeps) {
  permitBeside({ actor, action: "install_agents", attempt: "Installing an agent" });
  return beginAtWorker({ actor, wish: { kind: "install_agent", agentId, from } }, deps);
}

/** Has a worker remove what has had its time; with kinds, all of these that nothing uses. Throws like `beginAtWorker`. */
export async function beginSweep({ actor, kinds }: { actor: Actor; kinds: KeptKind[] | null }, deps: AskWorkerDeps) {
  permitBeside({ actor, action: "remove_leftovers", attempt: "Removing leftovers" });
  return beginAtWorker({ actor, wish: { kind: "sweep", kinds } }, deps);
}

/** Has a worker drop what setups made, of one repository or (null) of all. Throws like `beginAtWorker`, and `not_found`. */
export async function beginDrop(
  { actor, repoId }: { actor: Actor; repoId: string | null },
  deps: AskWorkerDeps & PermitDeps,
) {
  const attempt = "Dropping what setups made";
  if (repoId === null) {
    permitBeside({ actor, action: "remove_leftovers", attempt });
  } else {
    await permitRepository({ actor, action: "change_repository", repoId, attempt }, deps);
  }
  return beginAtWorker({ actor, wish: { kind: "drop_setups", repoId } }, deps);
}

/** What became of something that takes long, for who asked for it. Throws `not_found`. */
export async function findWish(
  { actor, id }: { actor: Actor; id: string },
  { wishes }: { wishes: Pick<WorkerWishStore, "find"> },
): Promise<WorkerWishState> {
  const found = await wishes.find(id);
  const isLasting = LASTING_WISHES.some((kind) => kind === found?.wish?.kind);
  if (found === null || !isLasting || found.actor === null || personOf(found.actor) !== personOf(actor)) {
    throw new CatalystError(
      "not_found",
      `Looking for what was asked of the worker failed: there is nothing of the id ${id}.`,
    );
  }
  return found;
}
