import type { DeliveryAttempt } from "@catalyst/core/forge";
import { z } from "zod";
import type { GitHubApp } from "../client/open-app.ts";
import { GitHubFault } from "../faults/github-fault.ts";

/** Of 100 each. */
const MAX_PAGES = 50;

const Attempt = z.object({
  id: z.int(),
  guid: z.string().max(100),
  delivered_at: z.coerce.date(),
  status_code: z.int(),
});

/** What GitHub tried to tell the App since then, as far as it is over; null: as far as GitHub remembers. Throws `GitHubFault`. */
export async function listAttempts({ asker }: GitHubApp, since: Date | null): Promise<DeliveryAttempt[]> {
  const attempts: DeliveryAttempt[] = [];
  let cursor: string | null = null;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const read: { items: z.output<typeof Attempt>[]; nextCursor: string | null } = await asker.readPage(
      "GET /app/hook/deliveries",
      cursor === null ? {} : { cursor },
      Attempt,
    );
    attempts.push(...read.items.map(attemptOf).filter(({ at }) => since === null || at >= since));
    cursor = read.nextCursor;
    const isEnough = read.items.some(({ delivered_at }) => since !== null && delivered_at < since);
    if (cursor === null || isEnough) {
      break;
    }
  }
  return attempts;
}

/** Has GitHub try once more. False: it doesn't. Throws `GitHubFault` where it can't be asked. */
export async function repeatAttempt({ asker }: GitHubApp, { id }: DeliveryAttempt): Promise<boolean> {
  try {
    await asker.ask("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: id }, z.unknown());
    return true;
  } catch (error) {
    if (error instanceof GitHubFault && KEEPS_REFUSING.includes(error.problem.kind)) {
      return false;
    }
    throw error;
  }
}

const KEEPS_REFUSING: readonly string[] = ["not_found", "gone", "refused", "forbidden"];

function attemptOf({ id, guid, delivered_at, status_code }: z.output<typeof Attempt>): DeliveryAttempt {
  return { id, guid, at: delivered_at, isTaken: status_code >= 200 && status_code < 400 };
}
