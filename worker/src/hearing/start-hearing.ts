import { type Database, postgresGitHubAppStore, postgresGitHubDeliveryStore } from "@catalyst/postgres";
import type { Logger } from "pino";
import { createOneByOne } from "../one-by-one.ts";
import { hearDeliveries } from "./hear-deliveries.ts";
import { type DecideDelivery, type TakeDeliveryDeps, takeDelivery } from "./take-delivery.ts";

interface StartHearingDeps {
  db: Database;
  decide: DecideDelivery;
  noteSettled: TakeDeliveryDeps["noteSettled"];
  log: Logger;
  signal: AbortSignal;
}

/** Decides what GitHub tells, from now until the signal. Returns a promise of the end of it. */
export function startHearing({ db, ...deps }: StartHearingDeps): Promise<() => Promise<void>> {
  const deliveries = postgresGitHubDeliveryStore(db);
  const now = () => new Date();
  const takeDeps = {
    ...{ ...deps, deliveries, now },
    apps: postgresGitHubAppStore(db),
    alone: createOneByOne(),
    random: Math.random,
  };
  return hearDeliveries({ ...deps, deliveries, now, take: () => takeDelivery(takeDeps) });
}
