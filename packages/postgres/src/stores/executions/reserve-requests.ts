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
import type { Drizzle } from "../../database.ts";
import { sql } from "../../drizzle.ts";
import { gather } from "../gather.ts";

/** Others than the first wait for a project's lock, if at all. */
const STATEMENTS_AT_ONCE = 2;

const Sum = z.object({ spent: z.number(), reserved: z.number() });

/** What `reserve_requests` says of one request: migration 0025. */
const Answer = z.union([
  z.object({ isCurrent: z.literal(false) }),
  z.object({
    isCurrent: z.literal(true),
    /** null: there was no room. */
    id: z.uuid().nullable(),
    sums: z.record(z.string(), z.object({ usd: Sum, tokens: Sum })),
    budgets: ProjectBudgets,
    options: TaskOptions,
  }),
]);
type Answer = z.infer<typeof Answer>;

/** Reserves in one statement, which those share that ask at once. */
export function reserveRequests(drizzle: Drizzle): (request: ReservationRequest) => Promise<Reservation> {
  const ask = gather<ReservationRequest, Answer | null>({
    ask: (requests) => askDatabase(drizzle, requests),
    laneOf: () => "",
    atOnce: STATEMENTS_AT_ONCE,
  });
  return async (request) => {
    const answer = await ask(request);
    if (answer === null) {
      throw new CatalystError("not_found", "Looking up budgets failed: there is no such task or execution.");
    }
    return answer.isCurrent ? judge(answer) : { kind: "credential_changed" };
  };
}

/** null: there is no such execution. */
async function askDatabase(drizzle: Drizzle, requests: readonly ReservationRequest[]): Promise<(Answer | null)[]> {
  const asked = requests.map(({ executionId, gatewayId, estimate: { usd, tokens }, credential }) => ({
    ...{ executionId, gatewayId, usd, tokens },
    credential: credential === null ? null : { id: credential.id, wrappedDataKey: credential.wrappedDataKey },
  }));
  const { rows } = await drizzle.execute<{ place: number; answer: unknown }>(sql`
    select place, answer
    from reserve_requests(${JSON.stringify(asked)}::jsonb, ${GATEWAY_LEASE_SECONDS}, ${LONGEST_RESERVATION_SECONDS})`);
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
    return id === null ? { kind: "wait" } : { ...judged, id };
  }
  return judged;
}
