"use server";

import type { Execution, ListedTask, RouteInput, RouteOutput, Routes, TaskDetails } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type TaskFilters = NonNullable<RouteInput<Routes["listTasks"]>["query"]>;
export type Usage = RouteOutput<Routes["getUsage"]>;

export interface TaskPage {
  data: ListedTask[];
  nextCursor: string | null;
}

/** A task, its attempts and what they cost. */
export interface TaskWithAttempts {
  task: TaskDetails;
  executions: Execution[];
  usage: Usage;
}

type Changed = Promise<Result<{ number: number }>>;
type Body<Name extends keyof Routes> = RouteInput<Routes[Name]> extends { body: infer Said } ? Said : never;

/** `name`, here and below: of two requests that are called the same one is done, and both get its answer. */
type Name = string;

/** A page of tasks, the newest first. */
export async function listAgentTasks(filters: TaskFilters = {}): Promise<Result<TaskPage>> {
  return resultOf(serverClient().call("listTasks", { query: filters }));
}

/** A task by its number or the beginning of its id. */
export async function getAgentTask(id: string): Promise<Result<TaskWithAttempts>> {
  const params = { task: id };
  const client = serverClient();
  const read = async () => {
    const [task, { data: executions }, usage] = await Promise.all([
      client.call("getTask", { params, query: {} }),
      client.call("listExecutions", { params }),
      client.call("getUsage", { params }),
    ]);
    return { task, executions, usage };
  };
  return resultOf(read());
}

export async function createAgentTask(body: Body<"createTask">, name: Name): Changed {
  return resultOf(serverClient().call("createTask", { body }, { idempotencyKey: name }));
}

/** Asks for its end: it may not have ended yet. */
export async function cancelAgentTask(id: string): Changed {
  return resultOf(serverClient().call("cancelTask", { params: { task: id } }));
}

/** Takes it out of the lists, or puts it back. */
export async function archiveAgentTask(id: string, isArchived: boolean): Changed {
  const asked = { params: { task: id } };
  const client = serverClient();
  return resultOf(isArchived ? client.call("archiveTask", asked) : client.call("unarchiveTask", asked));
}

export async function retryAgentTask(id: string, body: Body<"retryTask">, name: Name): Changed {
  return resultOf(serverClient().call("retryTask", { params: { task: id }, body }, { idempotencyKey: name }));
}

export async function approveAgentPlan(id: string, body: Body<"approvePlan">, name: Name): Changed {
  return resultOf(serverClient().call("approvePlan", { params: { task: id }, body }, { idempotencyKey: name }));
}

export async function rejectAgentPlan(id: string, body: Body<"rejectPlan">, name: Name): Changed {
  return resultOf(serverClient().call("rejectPlan", { params: { task: id }, body }, { idempotencyKey: name }));
}

export async function resumeAgentTask(id: string, body: Body<"resumeTask">, name: Name): Changed {
  return resultOf(serverClient().call("resumeTask", { params: { task: id }, body }, { idempotencyKey: name }));
}

/** Brings the newest base into its branch: at once, or with the agent's next turn. */
export async function updateAgentBranch(
  id: string,
  body: Body<"updateBranch">,
  name: Name,
): Promise<Result<{ kind: "queued" | "started" }>> {
  return resultOf(serverClient().call("updateBranch", { params: { task: id }, body }, { idempotencyKey: name }));
}

export async function publishAgentTask(id: string, body: Body<"publishTask">, name: Name): Changed {
  return resultOf(serverClient().call("publishTask", { params: { task: id }, body }, { idempotencyKey: name }));
}

export async function sendAgentMessage(
  id: string,
  text: string,
  name: Name,
): Promise<Result<{ kind: "queued" | "started" }>> {
  const message = { params: { task: id }, body: { text } };
  return resultOf(serverClient().call("sendMessage", message, { idempotencyKey: name }));
}
