import type { Actor, NewExecution, NewTaskChange } from "@catalyst/core";

/** What the feed tells of an execution that a task was given. */
export function executionAdded(execution: NewExecution, actor: Actor | null): NewTaskChange {
  const { id: executionId, taskId, asked, purpose } = execution;
  const { agent: agentType, model } = asked;
  return { taskId, actor, body: { type: "execution_added", executionId, agentType, model, purpose } };
}
