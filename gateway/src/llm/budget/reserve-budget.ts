import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { BudgetLook, BudgetUse, Reservation, ReservationRequest, Spending, UsageEvent } from "@catalyst/core";
import { errorFields } from "../../error-fields.ts";
import { recordEvent } from "../../events/record-event.ts";
import type { Exchange } from "../../exchange.ts";
import { Refusal } from "../../http/refusal.ts";
import type { Answer, LlmRequest } from "../request/llm-request.ts";
import { isUnsent } from "../upstream/is-unsent.ts";
import { estimateRequest } from "./estimate-request.ts";
import { settleBudget } from "./settle-budget.ts";
import { type Charge, chargeAnswer, NOTHING, priceEstimate, toSpending } from "./spending.ts";

/** What is reserved for one request until it has ended. */
export interface BudgetHold {
  /** What the answer comes to; null: nothing. */
  charge(answer: Answer): Charge | null;
  /** Stores it, and tells it to the transcript. */
  settle(charge: Charge | null, usage: UsageEvent | null): Promise<void>;
  /** The request got no answer: throws the error again. */
  fail(error: unknown): Promise<never>;
}

const FREE: BudgetHold = {
  charge: () => null,
  settle: async () => undefined,
  fail: async (error) => {
    throw error;
  },
};

/** For longer nobody relies on what was seen: a request's body may come slowly. */
const LOOK_MILLISECONDS = 250;

/** What was seen of the execution's limits and the credential when a request began. */
export interface LimitsLook {
  startedAt: number;
  found: Promise<BudgetLook>;
}

/** Looks beside the reading of a request. null: limits held for the request before, so that reserving looks at all of it. */
export function lookAtLimits(exchange: Exchange, credential: ReservationRequest["credential"]): LimitsLook | null {
  const { deps, grant, usage } = exchange;
  if (usage.isLimited) {
    return null;
  }
  const found = whenAnswered(deps.budgets.look({ executionId: grant.executionId, credential }));
  // The request may be refused before anybody asks for it.
  found.catch(() => undefined);
  return { startedAt: performance.now(), found };
}

/**
 * Reserves what the request may cost; waits while that depends on others that are open, and refuses it when nothing is left. null: its
 * credential isn't any more what it was when it was opened.
 */
export async function reserveBudget(
  exchange: Exchange,
  request: LlmRequest,
  look: LimitsLook | null,
): Promise<BudgetHold | null> {
  if (request.route.meter === null) {
    return FREE;
  }
  const estimate = estimateRequest(request);
  const priced = () => priceEstimate(request, estimate);
  const reservationId = await findPlace(exchange, { priced, credential: request.opened.credential }, look);
  if (reservationId === null) {
    return null;
  }
  const settle = (spent: Spending, usage: UsageEvent | null) => settleBudget(exchange, { reservationId, spent, usage });
  return {
    charge: (answer) => (answer.httpStatus >= 400 ? null : chargeAnswer(request, answer, estimate)),
    settle: (charge, usage) => settle(charge === null ? NOTHING : toSpending(charge), usage),
    async fail(error) {
      // Nobody knows what a provider charges for a request that it got and that was given up before it answered.
      await settle(isUnsent((error as { cause?: unknown }).cause) ? NOTHING : priced(), null);
      throw error;
    },
  };
}

interface Asked {
  /** What it comes to at most. Where nothing limits it nobody has to know before it is sent. */
  priced(): Spending;
  credential: ReservationRequest["credential"];
}

/** The id under which it is settled; null: its credential changed. */
async function findPlace(exchange: Exchange, asked: Asked, look: LimitsLook | null): Promise<string | null> {
  const isFresh = look !== null && performance.now() - look.startedAt < LOOK_MILLISECONDS;
  const seen = await (isFresh ? look : lookAtLimits(exchange, asked.credential))?.found;
  if (seen === "credential_changed") {
    return null;
  }
  return seen === "free" ? note(exchange, asked) : admit(exchange, { ...asked, estimate: asked.priced() });
}

/** Nothing waits for it, and what can't be stored now is stored when the request is settled. */
function note({ deps, grant, gatewayId, log }: Exchange, { priced }: Asked): string {
  const id = randomUUID();
  deps.budgets
    .note({ id, executionId: grant.executionId, gatewayId, estimate: priced })
    .catch((error: unknown) => log.warn(errorFields(error), "request not noted before its answer"));
  return id;
}

type Wanted = Pick<ReservationRequest, "estimate" | "credential">;

async function admit(exchange: Exchange, wanted: Wanted): Promise<string | null> {
  const { deps, signal } = exchange;
  for (;;) {
    const reservation = await askStore(exchange, wanted);
    if (reservation.kind === "credential_changed") {
      return null;
    }
    exchange.usage.isLimited = reservation.kind !== "granted" || reservation.isLimited;
    if (reservation.kind === "granted") {
      await Promise.all(reservation.nearlySpent.map((use) => announce(exchange, "warning", use)));
      return reservation.id;
    }
    if (reservation.kind === "refused") {
      exchange.usage.budgetExceededAt ??= deps.now();
      await announce(exchange, "exceeded", reservation.exceeded);
      throw new Refusal("budget_exceeded", describe(reservation.exceeded));
    }
    await wait(deps.limits.budgetWaitSeconds * 1000, undefined, { signal });
  }
}

function askStore({ deps, grant, gatewayId }: Exchange, { estimate, credential }: Wanted): Promise<Reservation> {
  const { executionId } = grant;
  return whenAnswered(deps.budgets.reserve({ executionId, gatewayId, estimate, credential }));
}

async function whenAnswered<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (cause) {
    throw new Refusal("unavailable", "The gateway can't check the budget now: its database doesn't answer.", {
      cause,
      retryAfterSeconds: 1,
    });
  }
}

/** Once for each execution, however often an agent asks: until it is stored, all who say the same wait for it. */
function announce(exchange: Exchange, kind: "warning" | "exceeded", use: BudgetUse): Promise<void> {
  const { budgetEvents } = exchange.usage;
  const key = `${kind} ${use.scope} ${use.unit} ${use.limit}`;
  const before = budgetEvents.get(key);
  if (before !== undefined) {
    return before;
  }
  const said = recordEvent(exchange, { type: "budget", kind, ...use });
  budgetEvents.set(key, said);
  exchange.deps.measures.budgetTold(kind, use);
  return said;
}

function describe({ scope, unit, limit }: BudgetUse): string {
  const amount = unit === "usd" ? `$${limit.toFixed(2)}` : `${limit} tokens`;
  return `The budget is spent (${scope}: ${amount}). No further request is answered. Stop here: the work so far is kept.`;
}
