import { CatalystError } from "@catalyst/core";
import {
  type GitHubAppStore,
  type GitHubDeliveryStore,
  type GitHubLook,
  type GitHubLookStore,
  type LookOutcome,
  planFailedLook,
  planLook,
  type GitHubApp as StoredApp,
} from "@catalyst/core/forge";
import { type GitHubApp, GitHubFault } from "@catalyst/github";
import type { Logger } from "pino";
import { unlessAborted } from "../unless-aborted.ts";
import { LEASE, whileLeased } from "../while-leased.ts";
import { type LookAtDeliveriesDeps, lookAtDeliveries } from "./look-at-deliveries.ts";
import { type LookAtRepositoryDeps, lookAtRepository } from "./look-at-repository.ts";
import type { LookAt, Looked } from "./looked.ts";

export interface TakeLookDeps extends LookAtRepositoryDeps, LookAtDeliveriesDeps {
  deliveries: Pick<GitHubDeliveryStore, "add" | "findKnown">;
  looks: Pick<GitHubLookStore, "claimNext" | "renew" | "settle" | "countPlaces">;
  apps: Pick<GitHubAppStore, "get">;
  openApp(stored: StoredApp): Promise<GitHubApp>;
  now(): Date;
  log: Logger;
  signal: AbortSignal;
}

/** Looks at what is due. False: nothing is. One that fails is tried ever later, and holds up no other. */
export async function takeLook(deps: TakeLookDeps): Promise<boolean> {
  const look = await deps.looks.claimNext(LEASE);
  if (look === null) {
    return false;
  }
  await deps.looks.settle(look, await whileLeased(deps.looks, look, () => tryLook(look, deps)));
  return true;
}

async function tryLook(look: GitHubLook, deps: TakeLookDeps): Promise<LookOutcome> {
  const { apps, looks, now, log } = deps;
  try {
    const stored = await apps.get(look.appId);
    if (stored === null) {
      return { kind: "failed", reason: "its App is gone", dueAt: now() };
    }
    const at = { look, stored, app: await deps.openApp(stored) };
    const { forgeSeconds, ...seen } = await unlessAborted(deps.signal, () => doLook(at, deps));
    const looked = { ...seen, hasFound: seen.hasFound || isFirst(look) };
    const places = await looks.countPlaces(look.appId);
    const found = { ...look, foundAt: looked.hasFound ? now() : look.foundAt };
    const dueAt = planLook(found, { now: now(), hasWebhook: stored.webhookSecret !== null, places, forgeSeconds });
    return { kind: "looked", ...looked, dueAt };
  } catch (error) {
    if (deps.signal.aborted) {
      return { kind: "failed", reason: "the worker that was at it stopped", dueAt: now() };
    }
    const { subject, repositoryId, failures } = look;
    log.warn({ subject, repositoryId, failures, error }, "look at GitHub failed");
    const until = error instanceof GitHubFault && error.problem.kind === "rate_limited" ? error.problem.until : null;
    return { kind: "failed", reason: reasonOf(error), dueAt: planFailedLook(failures, { now: now(), until }) };
  }
}

/** A repository that was just shown counts as one in which something happens: whoever showed it is about to try it. */
function isFirst({ subject, marks }: GitHubLook): boolean {
  return subject === "repository" && Object.keys(marks).length === 0;
}

function doLook(at: LookAt, deps: TakeLookDeps): Promise<Looked> {
  switch (at.look.subject) {
    case "repository":
      return lookAtRepository(at, deps);
    case "deliveries":
      return lookAtDeliveries(at, deps);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof GitHubFault) {
    return error.problem.kind;
  }
  return error instanceof CatalystError
    ? error.message.slice(0, 300)
    : "it failed for a reason that is in the worker's log";
}
