import type { DiskStore } from "./disk-store.ts";
import { KEPT_KINDS, type KeptKind, outlivedBefore, type Retention } from "./retention.ts";
import type { Deleted } from "./retention-store.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import { sweepLeftovers } from "./sweep-leftovers.ts";
import { sweepRefs } from "./sweep-refs.ts";
import { sweepResults } from "./sweep-results.ts";

/** How many of each kind were removed. */
export type Swept = Record<KeptKind, number>;

export const NOTHING_SWEPT = Object.fromEntries(Object.keys(KEPT_KINDS).map((kind) => [kind, 0])) as Readonly<Swept>;

/** Rows of the database. */
const BATCH = 1000;

/**
 * Removes what has had its time, beside running work: nothing that an unfinished execution may need goes. A sweep that is
 * killed is made good by the next one; what fails for one kind doesn't keep the others.
 */
export async function sweep(
  { retention, kinds = Object.keys(KEPT_KINDS) as KeptKind[] }: { retention: Retention; kinds?: readonly KeptKind[] },
  deps: SweepDeps,
): Promise<Swept> {
  const swept: Swept = { ...NOTHING_SWEPT };
  for (const kind of kinds) {
    if (!deps.signal.aborted) {
      swept[kind] = await sweepKind(kind, retention, deps).catch((error: unknown) => {
        deps.onFailure(kind, error);
        return 0;
      });
    }
  }
  return swept;
}

async function sweepKind(kind: KeptKind, retention: Retention, deps: SweepDeps): Promise<number> {
  const before = outlivedBefore(deps.now(), retention[kind]);
  switch (kind) {
    case "results":
      return sweepResults(before, deps);
    case "refs":
      return sweepRefs(retention, deps);
    case "quarantines":
      return sweepLeftovers(before, deps);
    case "mirrors": {
      const { repoIds } = await deps.retained.listInUse();
      return sweepDisk(deps.mirrors, { before, isNeeded: (id) => repoIds.has(id) }, deps);
    }
    case "setups":
      // An environment that is just being given one runs its setup anew.
      return sweepDisk(deps.setups, { before, isNeeded: () => false }, deps);
    case "agents":
      return sweepAgents(before, deps);
    case "sessions":
      return deleteAll((limit) => deps.retained.deleteSessions({ savedBefore: before, limit }), deps);
    case "events":
      return deleteAll((limit) => deps.retained.deleteEvents({ endedBefore: before, limit }), deps);
    case "changes":
      return deleteAll((limit) => deps.retained.deleteChanges({ before, limit }), deps);
    case "audit":
      return deleteAll((limit) => deps.retained.deleteAudit({ before, limit }), deps);
  }
}

/** A version that environments have, or will get next, isn't looked at. */
async function sweepAgents(before: Date, deps: SweepDeps): Promise<number> {
  const { agentTypes } = await deps.retained.listInUse();
  const isNeeded = async (id: string) => agentTypes.has(id.split("/", 1)[0] ?? "") || (await deps.isCurrentAgent(id));
  return sweepDisk(deps.agents, { before, isNeeded }, deps);
}

async function sweepDisk(
  store: DiskStore,
  { before, isNeeded }: { before: Date; isNeeded: (id: string) => boolean | Promise<boolean> },
  { signal }: Pick<SweepDeps, "signal">,
): Promise<number> {
  let removed = 0;
  for (const { id, usedAt } of await store.list()) {
    if (!signal.aborted && usedAt < before && !(await isNeeded(id))) {
      removed += (await store.remove(id, before)) ? 1 : 0;
    }
  }
  return removed;
}

/** A batch at a time, so that nobody waits long for what it locks. */
async function deleteAll(
  deleteBatch: (limit: number) => Promise<Deleted>,
  { signal }: Pick<SweepDeps, "signal">,
): Promise<number> {
  let total = 0;
  for (let isDone = false; !isDone && !signal.aborted; ) {
    const deleted = await deleteBatch(BATCH);
    total += deleted.count;
    isDone = deleted.isDone;
  }
  return total;
}
