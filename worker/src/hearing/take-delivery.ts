import { CatalystError, ForgeAway } from "@catalyst/core";
import type {
  DeliveryDecision,
  DeliveryOutcome,
  GitHubApp,
  GitHubAppStore,
  GitHubDelivery,
  GitHubDeliveryStore,
} from "@catalyst/core/forge";
import { planRetry } from "@catalyst/core/notification";
import { NotSettled } from "@catalyst/core/trigger";
import type { Logger } from "pino";
import { isOutage } from "../is-outage.ts";
import { unlessAborted } from "../unless-aborted.ts";
import { LEASE, whileLeased } from "../while-leased.ts";
import { readPayload } from "./read-payload.ts";

/** Deciding asks GitHub several things, each of which may take long. */
const DECIDE_MILLISECONDS = 100_000;
/** How long a delivery is tried for. */
const LIFETIME_MILLISECONDS = 24 * 3_600_000;
/** Who dies over a delivery tells nobody why. */
const MAX_ATTEMPTS = 50;
const MAX_REASON = 300;
/** Read, a body takes several times its size of memory: of longer ones one is had at a time. */
const LARGE_BYTES = 1024 * 1024;

/** What GitHub told, and to which of our Apps. */
interface HeardDelivery {
  app: GitHubApp;
  guid: string;
  event: string;
  payload: Record<string, unknown>;
  receivedAt: Date;
}

interface DecidedDelivery {
  decision: DeliveryDecision;
  /** In words of ours, without any of whoever the delivery tells of. */
  reason: string;
}

/** What it means, and everything that follows. It may be asked twice, and for deliveries in any order. Throws: it is asked again. */
export type DecideDelivery = (heard: HeardDelivery, signal: AbortSignal) => Promise<DecidedDelivery>;

export interface TakeDeliveryDeps {
  apps: Pick<GitHubAppStore, "get">;
  deliveries: Pick<GitHubDeliveryStore, "claimNext" | "renew" | "settle">;
  decide: DecideDelivery;
  /** Does what needs much memory one after another. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
  /** A delivery was settled, so long after it came. */
  noteSettled(decision: DeliveryDecision | "failed", seconds: number): void;
  now(): Date;
  random(): number;
  log: Logger;
  signal: AbortSignal;
}

/** Decides the delivery that is next. False: there is none. One that fails again and again is set aside, and holds up no other. */
export async function takeDelivery(deps: TakeDeliveryDeps): Promise<boolean> {
  const { deliveries, noteSettled, now, log } = deps;
  const delivery = await deliveries.claimNext(LEASE);
  if (delivery === null) {
    return false;
  }
  const judge = () => judgeDelivery(delivery, deps);
  const isLarge = delivery.body.length > LARGE_BYTES;
  const outcome = await whileLeased(deliveries, delivery, () => (isLarge ? deps.alone(judge) : judge()));
  const { guid, event, attempts } = delivery;
  const isSettled = await deliveries.settle(delivery, { ...outcome, reason: outcome.reason.slice(0, MAX_REASON) });
  if (isSettled && outcome.kind !== "again") {
    const decision = outcome.kind === "done" ? outcome.decision : "failed";
    noteSettled(decision, (now().getTime() - delivery.receivedAt.getTime()) / 1000);
    log.info({ guid, event, attempts, decision }, "delivery decided");
  }
  return true;
}

async function judgeDelivery(delivery: GitHubDelivery, deps: TakeDeliveryDeps): Promise<DeliveryOutcome> {
  if (delivery.attempts > MAX_ATTEMPTS) {
    return { kind: "failed", reason: `it was tried ${MAX_ATTEMPTS} times, and each try was broken off` };
  }
  try {
    const read = readPayload(delivery.body);
    const app = await deps.apps.get(delivery.appId);
    if (read === null || app === null) {
      return { kind: "failed", reason: read === null ? "its body isn't what GitHub sends" : "its App is gone" };
    }
    const { guid, event, receivedAt } = delivery;
    const decided = await decideInTime({ app, guid, event, payload: read.payload, receivedAt }, deps);
    return { kind: "done", ...decided, facts: read.facts };
  } catch (error) {
    if (error instanceof NotSettled) {
      return { kind: "again", dueAt: error.until, reason: "it waits for what comes next" };
    }
    return planAnother(delivery, error, deps);
  }
}

/** Rejects in time even where the decision takes no notice of the signal. */
async function decideInTime(heard: HeardDelivery, { decide, signal }: TakeDeliveryDeps): Promise<DecidedDelivery> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(DECIDE_MILLISECONDS)]);
  return unlessAborted(stop, () => decide(heard, stop));
}

function planAnother(delivery: GitHubDelivery, error: unknown, deps: TakeDeliveryDeps): DeliveryOutcome {
  const { now, random, signal } = deps;
  if (signal.aborted) {
    return { kind: "again", dueAt: now(), reason: "the worker that was at it stopped" };
  }
  const reason = reasonOf(error);
  deps.log.warn(
    { guid: delivery.guid, event: delivery.event, attempts: delivery.attempts, error },
    "delivery not decided",
  );
  const expiresAt = new Date(delivery.receivedAt.getTime() + LIFETIME_MILLISECONDS);
  const plan = planRetry({ attempts: delivery.attempts, expiresAt }, reason, { now: now(), random });
  if (plan.kind !== "again") {
    return { kind: "failed", reason };
  }
  const until = error instanceof ForgeAway ? error.until : null;
  return { kind: "again", dueAt: until !== null && until > plan.dueAt ? until : plan.dueAt, reason };
}

function reasonOf(error: unknown): string {
  if (error instanceof CatalystError) {
    return error.message;
  }
  if (error instanceof Error && error.name === "TimeoutError") {
    return "deciding it took too long";
  }
  return isOutage(error)
    ? "something that is needed to decide it doesn't answer"
    : "it failed for a reason that is in the worker's log";
}
