import type { ChosenRequest, MissedRequest } from "@catalyst/core/forge";
import { postgresGitHubDeliveryStore } from "@catalyst/postgres";
import { type FindMissedDeps, findAllMissed, type NamedRepository } from "./find-all-missed.ts";

/**
 * Stores what was chosen as if it had been told now, as far as it stands still: whoever decides deliveries decides it, once for ever. Returns
 * what that was. Throws like `findAllMissed`.
 */
export async function beginMissed(
  { repository, chosen }: { repository: NamedRepository | null; chosen: readonly ChosenRequest[] },
  deps: FindMissedDeps & { now(): Date },
): Promise<MissedRequest[]> {
  const { missed } = await findAllMissed(repository, deps);
  const begun = missed.filter(({ request }) => chosen.some((one) => isSame(one, request)));
  // What was found and ignored before has its name as a delivery: it is one of another name, and known by its trigger.
  const at = deps.now().getTime();
  await postgresGitHubDeliveryStore(deps.db).add(
    begun.map(({ request, told }) => ({
      ...{ appId: request.appId, guid: `missed:${at}:${request.eventId}`, event: told.event },
      body: Buffer.from(JSON.stringify(told.payload)),
    })),
  );
  return begun.map(({ request }) => request);
}

function isSame(one: ChosenRequest, { appId, repositoryId, eventId }: MissedRequest): boolean {
  return one.appId === appId && one.repositoryId === repositoryId && one.eventId === eventId;
}
