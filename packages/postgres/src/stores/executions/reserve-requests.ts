import {
  type BudgetUse,
  CatalystError,
  GATEWAY_LEASE_SECONDS,
  judgeBudget,
  LONGEST_RESERVATION_SECONDS,
  listLimits,
  ProjectBudgets,
  type Reservation,
  type ReservationRequest,
  TaskOptions,
} from "@catalyst/core";
import { z } from "zod";
import type { Database } from "../../database.ts";
import { gather } from "../gather.ts";

/** Others than the first wait for a project's lock, if at all. */
const STATEMENTS_AT_ONCE = 2;

const Sum = z.object({ spent: z.number(), reserved: z.number() });
/** What `spendings_of` says, by scopes: migration 0032. */
export const Sums = z.record(z.string(), z.object({ usd: Sum, tokens: Sum }));

/** A statement with a name is planned once for a connection. */
const RESERVE = {
  name: "reserve_requests",
  text: `select place, answer from reserve_requests($1::jsonb, ${GATEWAY_LEASE_SECONDS}, ${LONGEST_RESERVATION_SECONDS})`,
};
/** Reservations that share a way to the disk. */
const FLUSH_PAUSE_MILLISECONDS = 10;
/** A commit that waits for the disk, and brings to it what was committed before. */
const FLUSH = { name: "flush_reservations", text: "select pg_logical_emit_message(true, 'catalyst', '')" };

/** What `reserve_requests` says of one request: migration 0032. */
const Answer = z.union([
  z.object({ isCurrent: z.literal(false) }),
  z.object({
    isCurrent: z.literal(true),
    /** null: there was no room. */
    id: z.uuid().nullable(),
    sums: Sums,
    budgets: ProjectBudgets,
    options: TaskOptions,
  }),
]);
type Answer = z.infer<typeof Answer>;

/**
 * Reserves in one statement, which those share that ask at once. It doesn't wait for the disk: where a limit holds, what was reserved is
 * brought there while the request is on its way.
 */
export function reserveRequests(pool: Database["pool"]): (request: ReservationRequest) => Promise<Reservation> {
  const ask = gather<ReservationRequest, Answer | null>({
    ask: (requests) => askDatabase(pool, requests),
    laneOf: () => "",
    atOnce: STATEMENTS_AT_ONCE,
  });
  const flush = gather<null, null>({
    ask: async (wishes) => {
      await pool.query(FLUSH);
      return wishes;
    },
    laneOf: () => "",
    atOnce: 1,
    pauseMilliseconds: FLUSH_PAUSE_MILLISECONDS,
  });
  return async (request) => {
    const answer = await ask(request);
    if (answer === null) {
      throw new CatalystError("not_found", "Looking up budgets failed: there is no such task or execution.");
    }
    if (!answer.isCurrent) {
      return { kind: "credential_changed" };
    }
    const judged = judge(answer);
    if (judged.kind === "granted" && judged.isLimited) {
      // A server that is away has what was committed, or is told all of it when the request is settled.
      flush(null).catch(() => undefined);
    }
    return judged;
  };
}

/** null: there is no such execution. */
async function askDatabase(
  pool: Database["pool"],
  requests: readonly ReservationRequest[],
): Promise<(Answer | null)[]> {
  const asked = requests.map(({ executionId, gatewayId, estimate: { usd, tokens }, credential }) => ({
    ...{ executionId, gatewayId, usd, tokens },
    credential: credential === null ? null : { id: credential.id, wrappedDataKey: credential.wrappedDataKey },
  }));
  const { rows } = await pool.query<{ place: number; answer: unknown }>({
    ...RESERVE,
    values: [JSON.stringify(asked)],
  });
  const answers = new Map(rows.map(({ place, answer }) => [place, Answer.parse(answer)]));
  return requests.map((_, at) => answers.get(at + 1) ?? null);
}

/** The database has said whether there is room; this is what to say of it. */
function judge({ id, sums, budgets, options }: Extract<Answer, { isCurrent: true }>): Reservation {
  const uses = listLimits(budgets, options.budget).flatMap((limit): (BudgetUse & { reserved: number })[] => {
    const sum = sums[limit.scope]?.[limit.unit];
    return sum === undefined ? [] : [{ ...limit, ...sum }];
  });
  const judged = judgeBudget(uses);
  if (judged.kind === "granted") {
    return id === null ? { kind: "wait" } : { ...judged, id, isLimited: uses.length > 0 };
  }
  return judged;
}
