import { findLost, type GitHubDeliveryStore } from "@catalyst/core/forge";
import { listAttempts, repeatAttempt } from "@catalyst/github";
import type { Logger } from "pino";
import type { LookAt, Looked } from "./looked.ts";

/** How far before the newest one is read each time: tries are repeated for as long. */
const WINDOW_MILLISECONDS = 3 * 3_600_000;
const MARK = "deliveries";

export interface LookAtDeliveriesDeps {
  deliveries: Pick<GitHubDeliveryStore, "findKnown">;
  now(): Date;
  log: Logger;
}

/** Has GitHub tell once more what it told an App in vain. Throws `GitHubFault`. */
export async function lookAtDeliveries(
  { look, stored, app }: LookAt,
  { deliveries, now, log }: LookAtDeliveriesDeps,
): Promise<Looked> {
  const nothing = { marks: look.marks, hasFound: false, forgeSeconds: null };
  if (stored.webhookSecret === null) {
    return nothing;
  }
  const newestAt = look.marks[MARK]?.newestAt ?? null;
  const since = newestAt === null ? null : new Date(new Date(newestAt).getTime() - WINDOW_MILLISECONDS);
  const attempts = await listAttempts(app, since);
  const failed = new Set(attempts.filter(({ isTaken }) => !isTaken).map(({ guid }) => guid));
  const known = failed.size === 0 ? [] : await deliveries.findKnown(stored.id, [...failed]);
  const lost = findLost(attempts, { known, now: now() });
  for (const attempt of lost) {
    await repeatAttempt(app, attempt);
  }
  if (lost.length > 0) {
    log.info({ appId: stored.appId, count: lost.length }, "deliveries asked for again");
  }
  const newest = attempts.reduce<Date | null>((last, { at }) => (last === null || at > last ? at : last), null);
  const mark = { etag: null, newestAt: newest?.toISOString() ?? newestAt, seen: {} };
  return { ...nothing, marks: { [MARK]: mark }, hasFound: lost.length > 0 };
}
