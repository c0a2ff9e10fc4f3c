import type { Payer } from "../../credential/payer.ts";
import type { UsageTotal } from "../../event/usage-total.ts";
import type { SigningOff } from "../../forge/pull-request/describe-sign-off.ts";
import type { MessageChecks } from "../../task/message-checks.ts";
import type { Refusal } from "../../task/refusal.ts";
import type { AgentTask } from "../../task/task.ts";
import type { LastStep } from "./last-steps.ts";
import type { CourseStep } from "./list-course.ts";

/** Who is told of: by their account on the forge, which is told by it, or by what they are called here. */
export interface Named {
  name: string;
  isOfForge: boolean;
}

/** What a task's comment is made of. */
export interface StatusFacts extends SigningOff {
  task: AgentTask;
  /** Of its newest execution; null: nothing is decided yet. */
  agent: { id: string; model: string | null } | null;
  /** Who asked for its newest execution; null: nobody. */
  requester: Named | null;
  /** Whose key pays; null: nobody's is needed, or it isn't decided yet. */
  payer: Payer | null;
  /** What its newest execution goes on from is on the task's branch, and nothing that the task made. */
  isOnOthers: boolean;
  /** Logins of others who pushed to its pull request since that began. */
  pushers: readonly string[];
  /** Failed checks that the newest execution is to mend, unasked; null: it has another reason. */
  checks: MessageChecks | null;
  /** Why what was asked for last didn't begin, where the task is what it was before; null: it did. */
  refusal: Refusal | null;
  /** Where people see Catalyst; null: nowhere on the web. */
  publicUrl: string | null;
  /** Executions that get their place before it; null: it doesn't wait for one. */
  before: number | null;
  startedAt: Date | null;
  endedAt: Date | null;
  usage: UsageTotal;
  /** What the whole task may cost, in dollars; null: no limit. */
  budgetUsd: number | null;
  course: readonly CourseStep[];
  /** The oldest first. */
  lastSteps: readonly LastStep[];
}
