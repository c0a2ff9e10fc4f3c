import { createEventRedaction, type EventRedaction } from "../events/event-redaction.ts";
import type { GatewayLimits } from "./gateway-limits.ts";
import { createTokenBucket, type TokenBucket } from "./token-bucket.ts";

const FORGET_AFTER_MILLISECONDS = 60 * 60 * 1000;

/** What the gateway remembers of an execution between its requests. */
export interface ExecutionUsage {
  openRequests: number;
  openGitServices: number;
  /** Connections to allowed hosts. */
  openTunnels: number;
  /** Through all of these, since the gateway started. */
  sentBytes: number;
  receivedBytes: number;
  /** Hosts that were reached and noted. */
  reachedHosts: Set<string>;
  /** Bodies in memory. */
  heldBytes: number;
  requests: TokenBucket;
  events: TokenBucket;
  eventBytes: TokenBucket;
  auditEvents: TokenBucket;
  /** What was said of budgets, by kind, scope, unit and limit: each once. */
  budgetEvents: Map<string, Promise<void>>;
  /** When a request was first refused for a budget. */
  budgetExceededAt: Date | null;
  sessionSaves: TokenBucket;
  redaction: EventRedaction;
  /** The agent's token was used: the preparation's is dead. */
  isPreparationOver: boolean;
  /** Whether the redaction knows the secrets that the setup may have got. */
  knowsSetupSecrets: boolean;
  /** Batches of events are handled one after the other. */
  lastBatch: Promise<unknown>;
}

export interface ExecutionUsages {
  of(executionId: string): ExecutionUsage;
}

/** Keeps one record for each execution; those that were not seen for an hour are forgotten. */
export function createExecutionUsages(limits: GatewayLimits, now: () => Date): ExecutionUsages {
  const known = new Map<string, { usage: ExecutionUsage; seenAt: number }>();
  return {
    of(executionId) {
      const seenAt = now().getTime();
      const usage = known.get(executionId)?.usage ?? createUsage(limits, () => now().getTime());
      known.delete(executionId);
      known.set(executionId, { usage, seenAt });
      forgetIdle(known, seenAt);
      return usage;
    },
  };
}

function createUsage(limits: GatewayLimits, now: () => number): ExecutionUsage {
  return {
    openRequests: 0,
    openGitServices: 0,
    openTunnels: 0,
    sentBytes: 0,
    receivedBytes: 0,
    reachedHosts: new Set(),
    heldBytes: 0,
    requests: createTokenBucket(limits.requests, now),
    events: createTokenBucket(limits.events, now),
    eventBytes: createTokenBucket(limits.eventBytes, now),
    auditEvents: createTokenBucket(limits.auditEvents, now),
    budgetEvents: new Map(),
    budgetExceededAt: null,
    sessionSaves: createTokenBucket(limits.sessionSaves, now),
    redaction: createEventRedaction(),
    isPreparationOver: false,
    knowsSetupSecrets: false,
    lastBatch: Promise.resolve(),
  };
}

/** The map is in the order of last sight. */
function forgetIdle(known: Map<string, { usage: ExecutionUsage; seenAt: number }>, now: number): void {
  for (const [executionId, { usage, seenAt }] of known) {
    if (now - seenAt < FORGET_AFTER_MILLISECONDS) {
      return;
    }
    if (usage.openRequests + usage.openTunnels === 0) {
      known.delete(executionId);
    }
  }
}
