import type { AccountStore, ForgeLinking } from "../../account/account-store.ts";
import type { BudgetStore } from "../../budget/budget-store.ts";
import type { ExecutionStore } from "../../execution/execution-store.ts";
import type { OutboxStore } from "../../outbox/outbox-store.ts";
import type { MessageStore } from "../../task/message-store.ts";
import type { AgentTask } from "../../task/task.ts";
import type { TaskStore } from "../../task/task-store.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { Act, ThreadAct } from "../decide/decision.ts";
import type { OutsiderCounts, TriggerCounts } from "../decide/facts.ts";
import type { DecisionReason, LimitReason } from "../decide/reason.ts";
import type { SignalKind } from "../signal/signal.ts";

/** What was decided of a signal, for ever. */
export interface Trigger {
  key: string;
  /** The key is made of a time. */
  isFallback: boolean;
  repoId: string;
  /** Of the issue or pull request. */
  number: number;
  kind: SignalKind;
  /** Whom or what it concerns beside the subject. */
  target: string | null;
  /** By the forge's clock. */
  happenedAt: Date;
  actorId: string;
  actorLogin: string;
  /** The request that told of it, or where it was found. */
  delivery: string;
  decision: "accepted" | "refused" | "ignored";
  reason: DecisionReason | null;
  act: Act["kind"] | null;
  /** What of the thread; null: nothing of it. */
  threadAct: ThreadAct | null;
  /** Nobody asked for it in words. */
  isAutomatic: boolean;
  taskId: string | null;
}

/** What a trigger is looked for by. */
export type TriggerIdentity = Pick<
  Trigger,
  "key" | "isFallback" | "repoId" | "number" | "kind" | "target" | "happenedAt"
>;
export type NewTrigger = Omit<Trigger, keyof TriggerIdentity>;

/** An issue or pull request as tasks know it. `branch`: the one that a pull request of the same repository proposes. */
interface SubjectOfTasks {
  repoId: string;
  number: number;
  branch: string | null;
}

/** What of a task's work stands in a pull request. `headCommit`: the newest that was published. */
export interface ProposedResult {
  number: number;
  headCommit: string | null;
}

/** What is known here of an issue or pull request. */
export interface TriggerReads {
  /** The task whose pull request it is, else the newest that was asked for about it. */
  findTask(subject: SubjectOfTasks): Promise<AgentTask | null>;
  /** What the task proposed last, whatever became of it since; null: nothing. */
  findProposed(taskId: string): Promise<ProposedResult | null>;
  /** Who else pushed to the task's pull request since, by our clock: their logins, who was first before others. */
  listPushers(of: { taskId: string; since: Date }): Promise<string[]>;
  /** When the task was last asked for, by the forge's clock; null: nobody asked for it there. */
  findAskedAt(taskId: string): Promise<Date | null>;
  /** `botIds`: whose doings are no person's. */
  count(of: { actorId: string; repoId: string; number: number; botIds: readonly string[] }): Promise<TriggerCounts>;
  /** The limits that were told of within their time: an hour of the account, a day of the repository or the pull request. */
  listLimitsTold(of: { actorId: string; repoId: string; number: number }): Promise<LimitReason[]>;
  /** Whether the account began the task, or told it more. */
  hasAskedFor(of: { taskId: string; actorId: string }): Promise<boolean>;
  countOutsiders(of: { actorId: string; repoId: string; number: number }): Promise<OutsiderCounts>;
  /** The last that was said of that in the thread is that it wants quiet. */
  isQuiet(of: { repoId: string; number: number }): Promise<boolean>;
}

/** Stores whose writes are there with the trigger, or not at all. */
export interface ActStores {
  triggers: TriggerReads;
  tasks: TaskStore;
  messages: MessageStore;
  executions: ExecutionStore;
  accounts: Omit<AccountStore, ForgeLinking>;
  repos: RepoStore;
  budgets: BudgetStore;
  outbox: Pick<OutboxStore, "add">;
}

export interface TriggerStore extends Pick<TriggerReads, "findTask" | "findProposed" | "listPushers"> {
  /**
   * The trigger that a signal has already: of its key, or one of the same kind, subject and target that happened about then, where
   * one of both has a key that is made of a time.
   */
  find(identity: TriggerIdentity): Promise<Trigger | null>;
  /**
   * Decides a signal once: `work` begins while nothing else of its issue or pull request is decided, and what it does with the
   * stores is stored in one transaction with the trigger that it returns (null: it leaves none). Returns the trigger that the
   * signal has already: then nothing was done.
   */
  once(identity: TriggerIdentity, work: (stores: ActStores) => Promise<NewTrigger | null>): Promise<Trigger | null>;
}
