import { z } from "zod";
import { TaskStatus } from "../task/task.ts";

/** One attempt at a task by one agent. `epoch` counts the workers that took it over and fences late writers. */
export const AgentExecution = z.object({
  id: z.uuid(),
  taskId: z.uuid(),
  /** Where the environment is: the provider's namespace, `local` on one machine. */
  environmentNamespace: z.string().max(255),
  state: TaskStatus.default("pending"),
  epoch: z.int().nonnegative().default(0),
  leasedBy: z.string().nullable(),
  leaseExpiresAt: z.date().nullable(),
  baseCommit: z.string().nullable(),
  /** The full command that the agent was started with. */
  agentCommand: z.string().default(""),
  exitCode: z.int().nullable(),
  /** The end of the agent's output, cut to 64 KiB. */
  stdout: z.string().nullable(),
  stderr: z.string().nullable(),
  commitsProduced: z.array(z.string()).default([]),
  commentsPosted: z.array(z.string()).default([]),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
});
export type AgentExecution = z.infer<typeof AgentExecution>;
