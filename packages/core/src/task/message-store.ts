import type { Actor } from "../account/actor.ts";
import type { MessageChecks } from "./message-checks.ts";
import type { MessageThreads } from "./message-threads.ts";

/** What a person said to a task after it began. */
export interface TaskMessage {
  /** Counts the messages of a task from 1. */
  number: number;
  text: string;
  sentBy: Actor;
  createdAt: Date;
  /** The execution that was told; null: none yet. */
  deliveredTo: string | null;
  /** null: it is answered nowhere. */
  threads: MessageThreads | null;
  /** null: people said it. */
  checks: MessageChecks | null;
}

/** What is said. */
export interface NewMessage extends Pick<TaskMessage, "text"> {
  /** Absent: it is answered nowhere. */
  threads?: MessageThreads | null;
  /** Absent: people say it. */
  checks?: MessageChecks | null;
  /** The same whenever the same request is done again, which stores it once; absent: each stores one of its own. */
  onceId?: string | null;
}

/** How many messages one task has. */
export interface MessageLimit {
  /** Those that nobody was told yet: they come to an agent together. */
  waiting: number;
  all: number;
}

export const MAX_MESSAGES: MessageLimit = { waiting: 100, all: 1000 };

/**
 * Each message is delivered once: while the agent of an execution works, or with the prompt of its turn. Its delivery,
 * the `user_message` event and the change that tell of it are stored in one transaction.
 */
export interface MessageStore {
  /**
   * A text alone is answered nowhere. One of the same `onceId` that the task has already is returned as it is by now. null: the task has as
   * many as it may.
   */
  add(taskId: string, message: string | NewMessage, actor: Actor): Promise<TaskMessage | null>;
  /** What the request said to the task, as it is by now; null: nothing. */
  findSaid(taskId: string, onceId: string): Promise<TaskMessage | null>;
  /** Gives all that wait to the execution's turn, the oldest first. Two that ask at once never get the same. */
  takeUndelivered(input: { taskId: string; executionId: string }): Promise<TaskMessage[]>;
  /** The running agent was given these messages. Those that were delivered before stay as they are. */
  confirmDelivered(input: { taskId: string; executionId: string; numbers: readonly number[] }): Promise<void>;
  /** The oldest first. */
  listUndelivered(taskId: string): Promise<TaskMessage[]>;
  /** What the execution was told, the oldest first. */
  listDelivered(executionId: string): Promise<TaskMessage[]>;
}

export function newMessageOf(message: string | NewMessage): Required<NewMessage> {
  const {
    text,
    threads = null,
    checks = null,
    onceId = null,
  } = typeof message === "string" ? { text: message } : message;
  return { text, threads, checks, onceId };
}
