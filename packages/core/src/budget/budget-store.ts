import type { ProjectBudgets } from "../agent/agent-config.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { UsageEvent } from "../event/event.ts";
import type { BudgetUse, SpendingWarning } from "./budget.ts";

/** What requests to models came to. Tokens count input, cached and output alike. */
export interface Spending {
  usd: number;
  tokens: number;
}

/** A request to a model that is about to be made. */
export interface ReservationRequest {
  executionId: string;
  /** The gateway that serves it. */
  gatewayId: string;
  estimate: Spending;
  /** What it is to be made with, as whoever asks knows it; null: nobody is to look. */
  credential: Pick<AgentCredential, "id" | "wrappedDataKey"> | null;
}

/** What a request came to. Whoever settles it knows all of it, so that it counts also where its reservation was lost. */
export interface Settlement extends Pick<ReservationRequest, "executionId" | "gatewayId"> {
  reservationId: string;
  spent: Spending;
  /** What the transcript is told of it; null: nothing. */
  usage: UsageEvent | null;
}

/**
 * What holds for an execution's requests. `free`: nothing limits them. `credential_changed`: as of a reservation. Whoever was told of limits
 * reserves.
 */
export type BudgetLook = "free" | "limited" | "credential_changed";

/**
 * Whether a request may be made. `granted`: `nearlySpent` are the limits of which 80% are spent, and `isLimited` says whether there are any. `wait`: what is left is
 * reserved by open requests, so ask again when one of them has ended. `refused`: the limit is spent. `credential_changed`: what it
 * was to be made with was removed or sealed anew, or must be signed in to.
 */
export type Reservation =
  | { kind: "granted"; id: string; isLimited: boolean; nearlySpent: BudgetUse[] }
  | { kind: "credential_changed" }
  | { kind: "wait" }
  | { kind: "refused"; exceeded: BudgetUse };

/** What a task has spent, and every limit that holds for all its executions together. */
export interface TaskSpending {
  spent: Spending;
  limits: BudgetUse[];
  /** What people are told of where there is no limit; null: nothing. */
  threshold: BudgetUse | null;
  onExceeded: ProjectBudgets["onExceeded"];
}

/** What was spent on a day of UTC by an agent with a model. */
export interface DaySpending extends Spending {
  /** `2026-01-31`. */
  day: string;
  /** null: it wasn't decided. */
  agentType: string | null;
  model: string | null;
  requests: number;
}

/**
 * Keeps what executions spend within the limits of project and task. A request is admitted while something is left, so
 * that the last one may go over, and no second one beside it as long as estimates aren't too low.
 */
export interface BudgetStore {
  /**
   * Reserves the estimate in every scope at once, in the name of the gateway that serves the request. Requests of one project
   * that has limits take turns, whichever process asks. Throws `not_found` for an unknown execution.
   */
  reserve(request: ReservationRequest): Promise<Reservation>;
  /** Whether the execution's requests have to be reserved at all. Throws `not_found` for an unknown execution. */
  look(asked: Pick<ReservationRequest, "executionId" | "credential">): Promise<BudgetLook>;
  /**
   * Notes a request that nothing limits, by an id of the caller's: nobody has to wait until that is stored, and one that is settled first needs no
   * storing, nor an estimate. Who reserves through the same store sees all that was noted and settled before.
   */
  note(
    request: Pick<ReservationRequest, "executionId" | "gatewayId"> & { id: string; estimate(): Spending },
  ): Promise<void>;
  /** Puts what a request really came to in the place of its estimate, and tells the transcript, in one. Twice is once. */
  settle(settlement: Settlement): Promise<void>;
  /**
   * Tells the feed of limits of which 80% are spent, or of the threshold where there is no limit: of each once for a task, whoever
   * asks. Returns what it told now. Throws `not_found` for an unknown execution.
   */
  warn(executionId: string): Promise<SpendingWarning[]>;
  /** A gateway begins: what is reserved in its name counts as spent, as the process that reserved it is gone. */
  enter(gatewayId: string): Promise<void>;
  /**
   * A gateway is still there. What is reserved in the name of one that wasn't heard of for GATEWAY_LEASE_SECONDS counts as
   * spent: nobody can tell what it came to. A reservation that is settled later counts what it is settled with.
   */
  stay(gatewayId: string): Promise<void>;
  /** Throws `not_found` for an unknown task. */
  spent(taskId: string): Promise<TaskSpending>;
  /** What tasks have spent, by their ids, in USD; those that spent nothing are left out, and what is reserved isn't spent. */
  spentByTask(taskIds: readonly string[]): Promise<Map<string, number>>;
  /** What was spent in the projects since then, day by day of UTC, the oldest first; what is reserved counts for nothing. */
  spentByDay(input: { projects: readonly string[]; since: Date }): Promise<DaySpending[]>;
}
