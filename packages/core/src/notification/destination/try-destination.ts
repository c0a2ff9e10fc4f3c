import { CatalystError } from "../../catalyst-error.ts";
import type { OutboxItem } from "../../outbox/outbox-item.ts";
import type { OutboxStore } from "../../outbox/outbox-store.ts";
import { OUTBOX_LIFETIME_SECONDS } from "../../outbox/plan-retry.ts";
import { testNotice } from "../notice.ts";
import { findDestination, type KeepDestinationsDeps, keeperOf, type OfWhom } from "./keep-destinations.ts";

/** What is tried for somebody who waits is worth nothing when they don't any more. */
const TEST_LIFETIME_SECONDS = 60;

export interface TryDestinationDeps extends Pick<KeepDestinationsDeps, "destinations" | "teams" | "newId" | "now"> {
  outbox: Pick<OutboxStore, "add" | "find">;
  /** How long its first try is waited for. */
  patienceSeconds: number;
  /** Waits a moment. */
  pause(): Promise<unknown>;
}

/** Sends a destination something that tells of nothing, and what its first try came to. Throws `not_found` and `forbidden`. */
export async function tryDestination(
  of: OfWhom & { destination: string },
  deps: TryDestinationDeps,
): Promise<OutboxItem> {
  const attempt = "Trying a destination";
  const { id: destinationId, userId, teamId } = await findDestination({ ...of, attempt }, deps);
  const id = await deps.outbox.add({
    key: `test:${deps.newId()}`,
    kind: "notification",
    lane: `test:${destinationId}`,
    destinationId,
    taskId: null,
    payload: testNotice(deps.now()),
    lifetimeSeconds: TEST_LIFETIME_SECONDS,
  });
  const until = deps.now().getTime() + deps.patienceSeconds * 1000;
  for (;;) {
    const item = await deps.outbox.find({ id, keeper: { userId, teamId } });
    if (item === null) {
      throw new CatalystError("not_found", `${attempt} failed: it was removed meanwhile.`);
    }
    if (item.state !== "waiting" || item.problem !== null || deps.now().getTime() >= until) {
      return item;
    }
    await deps.pause();
  }
}

/** Lets a delivery that was given up be tried anew, under its id. Throws `not_found`, `conflict` and `forbidden`. */
export async function resendDelivery(
  { delivery, ...whose }: OfWhom & { delivery: string },
  { outbox, teams }: { outbox: Pick<OutboxStore, "find" | "revive"> } & Pick<KeepDestinationsDeps, "teams">,
): Promise<OutboxItem> {
  const attempt = "Sending again";
  const of = { id: delivery, keeper: await keeperOf(whose, attempt, { teams }) };
  if ((await outbox.find(of)) === null) {
    throw new CatalystError("not_found", `${attempt} failed: there is no such delivery.`, {
      way: { kind: "see_list", of: "deliveries" },
    });
  }
  if (!(await outbox.revive({ ...of, lifetimeSeconds: OUTBOX_LIFETIME_SECONDS }))) {
    throw new CatalystError("conflict", `${attempt} failed: it was delivered, or is tried still.`);
  }
  return (await outbox.find(of)) as OutboxItem;
}
