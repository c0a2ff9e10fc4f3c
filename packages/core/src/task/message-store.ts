/** What a person said to a task after it began. */
export interface TaskMessage {
  /** Counts the messages of a task from 1. */
  number: number;
  text: string;
  createdAt: Date;
  /** The execution that was told; null: none yet. */
  deliveredTo: string | null;
}

/** Each message is delivered to one execution: while its agent works, or with the prompt of its turn. */
export interface MessageStore {
  add(taskId: string, text: string): Promise<TaskMessage>;
  /** Gives all that wait to the execution, the oldest first. Two that ask at once never get the same. */
  takeUndelivered(input: { taskId: string; executionId: string }): Promise<TaskMessage[]>;
  listUndelivered(taskId: string): Promise<TaskMessage[]>;
  /** What the execution was told, the oldest first. */
  listDelivered(executionId: string): Promise<TaskMessage[]>;
}
