import type { Grant, GrantHolder } from "@catalyst/core";
import type { Logger } from "pino";
import { createEventRedaction, type EventRedaction } from "../events/event-redaction.ts";
import { createUntold, type Untold } from "../events/untold.ts";
import { createBoundedLog, type Log } from "./bounded-log.ts";
import type { GatewayLimits } from "./gateway-limits.ts";
import { createTokenBucket, type TokenBucket } from "./token-bucket.ts";

const FORGET_AFTER_MILLISECONDS = 60 * 60 * 1000;

/** What one holder of an execution's tokens has open. Each has its own room: an agent can't keep the runner from reporting. */
export interface HolderUsage {
  openRequests: number;
  openGitServices: number;
  /** Bodies in memory. */
  heldBytes: number;
  requests: TokenBucket;
}

/** What the gateway remembers of an execution between its requests. */
export interface ExecutionUsage {
  /** For what its requests cause. */
  log: Log;
  holders: Record<GrantHolder, HolderUsage>;
  /** Pushes are taken one after the other. */
  lastPush: Promise<unknown>;
  /** Connections to allowed hosts. */
  openTunnels: number;
  /** Through all of these, since the gateway started. */
  sentBytes: number;
  receivedBytes: number;
  /** Hosts that were reached and noted. */
  reachedHosts: Set<string>;
  events: TokenBucket;
  eventBytes: TokenBucket;
  auditEvents: TokenBucket;
  /** What was refused beyond that. */
  untold: Untold;
  /** Observations of the gateway that could not be stored, and are not told of yet. */
  unstoredEvents: number;
  /** What was said of budgets, by kind, scope, unit and limit: each once. */
  budgetEvents: Map<string, Promise<void>>;
  /** Whether something limits its requests, as the last one was told. */
  isLimited: boolean;
  /** What requests came to and isn't stored yet. */
  settling: Set<Promise<void>>;
  /** Whether somebody looks at what people are to be told of, and whether that is to be done again. */
  spendingLook: { isUnderWay: boolean; isWanted: boolean };
  /** When a request was first refused for a budget. */
  budgetExceededAt: Date | null;
  sessionSaves: TokenBucket;
  redaction: EventRedaction;
  /** The latest stage that began: those before it are over. */
  latestStage: number;
  /** Whether the redaction knows the secrets that the setup may have got. */
  knowsSetupSecrets: boolean;
  /** Batches of events are handled one after the other. */
  lastBatch: Promise<unknown>;
}

export interface ExecutionUsages {
  of(grant: Pick<Grant, "executionId" | "taskId">): ExecutionUsage;
  all(): ExecutionUsage[];
}

interface UsageDeps {
  limits: GatewayLimits;
  log: Logger;
  now(): Date;
}

/** Keeps one record for each execution; those that were not seen for an hour are forgotten. */
export function createExecutionUsages(deps: UsageDeps): ExecutionUsages {
  const known = new Map<string, { usage: ExecutionUsage; seenAt: number }>();
  return {
    of({ executionId, taskId }) {
      const seenAt = deps.now().getTime();
      const usage = known.get(executionId)?.usage ?? createUsage({ executionId, taskId }, deps);
      known.delete(executionId);
      known.set(executionId, { usage, seenAt });
      forgetIdle(known, seenAt);
      return usage;
    },
    all: () => [...known.values()].map(({ usage }) => usage),
  };
}

function createUsage(ids: Pick<Grant, "executionId" | "taskId">, { limits, log, ...deps }: UsageDeps): ExecutionUsage {
  const now = () => deps.now().getTime();
  return {
    log: createBoundedLog(log.child(ids), createTokenBucket(limits.logLines, now)),
    holders: { runner: createHolderUsage(limits, now), agent: createHolderUsage(limits, now) },
    lastPush: Promise.resolve(),
    openTunnels: 0,
    sentBytes: 0,
    receivedBytes: 0,
    reachedHosts: new Set(),
    events: createTokenBucket(limits.events, now),
    eventBytes: createTokenBucket(limits.eventBytes, now),
    auditEvents: createTokenBucket(limits.auditEvents, now),
    untold: createUntold(),
    unstoredEvents: 0,
    budgetEvents: new Map(),
    isLimited: false,
    settling: new Set(),
    spendingLook: { isUnderWay: false, isWanted: false },
    budgetExceededAt: null,
    sessionSaves: createTokenBucket(limits.sessionSaves, now),
    redaction: createEventRedaction(),
    latestStage: 0,
    knowsSetupSecrets: false,
    lastBatch: Promise.resolve(),
  };
}

function createHolderUsage(limits: GatewayLimits, now: () => number): HolderUsage {
  return { openRequests: 0, openGitServices: 0, heldBytes: 0, requests: createTokenBucket(limits.requests, now) };
}

/** The map is in the order of last sight. */
function forgetIdle(known: Map<string, { usage: ExecutionUsage; seenAt: number }>, now: number): void {
  for (const [executionId, { usage, seenAt }] of known) {
    if (now - seenAt < FORGET_AFTER_MILLISECONDS) {
      return;
    }
    const { runner, agent } = usage.holders;
    if (runner.openRequests + agent.openRequests + usage.openTunnels === 0) {
      known.delete(executionId);
    }
  }
}
