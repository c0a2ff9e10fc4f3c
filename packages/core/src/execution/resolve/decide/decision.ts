import type { AgentId } from "../../../agent/agent-id.ts";
import type { ExecutionPurpose } from "../../../task/execution-purpose.ts";
import type { TaskOptions } from "../../../task/submit/task-options.ts";
import type { TaskContext } from "../../../task/task.ts";
import type { Resolution } from "../resolution.ts";

/** What is decided for executions of one task before anything is done for them. */
export interface Decision {
  /** What holds for the task; null: it stays as it is. */
  task: DecidedTask | null;
  executions: readonly [DecidedExecution, ...DecidedExecution[]];
}

export interface DecidedTask {
  branch: string;
  baseBranch: string;
  agentType: AgentId;
  model: string | null;
  timeoutSeconds: number;
  options: TaskOptions;
  contextPayload: TaskContext;
}

export interface DecidedExecution {
  id: string;
  purpose: ExecutionPurpose;
  agentType: AgentId;
  model: string | null;
  baseCommit: string;
  settingsCommit: string | null;
  resolution: Resolution;
}
