import type { TaskStatus } from "../task/task.ts";

/** Numbered rows, as far as nothing of them may have been removed by its age. */
export interface Numbered {
  count: number;
  /** null: there are none. */
  first: number | null;
  last: number | null;
}

/** What is stored of an execution that something must hold of. Times are by the store's clock. */
export interface ExecutionFacts {
  id: string;
  hasEnded: boolean;
  /** For how long its lease has been over; 0: it isn't, or nobody has taken it yet. */
  orphanedSeconds: number;
  /** Tokens of it that open something. */
  liveGrants: number;
  events: Numbered;
  /** What the next event follows. */
  lastEventNumber: number;
  /** What requests to models came to, by the budgets, and by what its transcript was told. */
  spentTokens: number;
  toldTokens: number;
}

export interface TaskFacts {
  number: number;
  status: TaskStatus;
  /** Since something happened to it. */
  quietSeconds: number;
  isNew: boolean;
  changes: Numbered;
  /** Keys that came along with it and are kept still. */
  broughtKeys: number;
  executions: ExecutionFacts[];
}

/** What is to be done and was due, with nobody at it. */
export interface OverdueFacts {
  what: "outbox" | "delivery";
  /** How it is recognised in the logs. */
  key: string;
  overdueSeconds: number;
}

/** A part of a machine that an execution held, and what is known of that execution. */
export interface LeftFacts {
  what: "environment" | "socket";
  name: string;
  /** For how long its execution has ended; null: there is no such execution. */
  endedSeconds: number | null;
}

/** A page of what is read, in the order of a key. */
export interface FactsPage<Facts> {
  facts: Facts[];
  /** What to go on after; null: that was all. */
  next: number | null;
}

/** Reads what something must hold of, in pages of bounded size. */
export interface FactsReader {
  tasks(afterNumber: number): Promise<FactsPage<TaskFacts>>;
  /** The longest overdue first, as many as are worth telling. */
  overdue(): Promise<OverdueFacts[]>;
  /** For how long these executions have ended: 0 for one that hasn't; those that aren't there are left out. */
  endedSeconds(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
