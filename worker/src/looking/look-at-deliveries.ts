import { type DeliveryAttempt, findLost, type GitHubDeliveryStore } from "@catalyst/core/forge";
import { GitHubFault, listAttempts, repeatAttempt } from "@catalyst/github";
import type { Logger } from "pino";
import type { LookAt, Looked } from "./looked.ts";

/** How far before the newest one is read while something is lost: tries are repeated for as long. */
const WINDOW_MILLISECONDS = 3 * 3_600_000;
/** The same where nothing is: a list may show a try late. */
const OVERLAP_MILLISECONDS = 10 * 60_000;
/** What one page costs of the 5,000 requests that GitHub takes of an App in an hour. */
const [PAGE_SIZE, SECONDS_PER_PAGE] = [100, 3];
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
  const isLost = look.foundAt !== null && now().getTime() - look.foundAt.getTime() < WINDOW_MILLISECONDS;
  const before = isLost ? WINDOW_MILLISECONDS : OVERLAP_MILLISECONDS;
  const since = newestAt === null ? null : new Date(new Date(newestAt).getTime() - before);
  const attempts = await listAttempts(app, since);
  const failed = new Set(attempts.filter(({ isTaken }) => !isTaken).map(({ guid }) => guid));
  const known = failed.size === 0 ? [] : await deliveries.findKnown(stored.id, [...failed]);
  const { due, isAny } = findLost(attempts, { known, now: now() });
  const count = await repeatAll(app, due);
  if (count > 0) {
    log.info({ appId: stored.appId, count }, "deliveries asked for again");
  }
  const newest = attempts.reduce<Date | null>((last, { at }) => (last === null || at > last ? at : last), null);
  const mark = { etag: null, newestAt: newest?.toISOString() ?? newestAt, seen: {} };
  const forgeSeconds = Math.ceil(attempts.length / PAGE_SIZE) * SECONDS_PER_PAGE;
  return { marks: { [MARK]: mark }, hasFound: isAny, forgeSeconds };
}

/** Until GitHub fails: what is left is found by the next look. How many it was; throws what the first of them came to. */
async function repeatAll(app: LookAt["app"], due: readonly DeliveryAttempt[]): Promise<number> {
  let count = 0;
  for (const attempt of due) {
    try {
      await repeatAttempt(app, attempt);
      count += 1;
    } catch (error) {
      if (count === 0 || !(error instanceof GitHubFault)) {
        throw error;
      }
      break;
    }
  }
  return count;
}
