import { randomUUID } from "node:crypto";
import {
  type Actor,
  type AgentTask,
  actOnTask,
  approvePlan,
  archiveTask,
  type ContinueTaskDeps,
  cancelTask,
  publishTask,
  rejectPlan,
  resumeTask,
  retryTask,
  type SubmitTaskDeps,
  sealCredential,
  sendMessage,
  submitTask,
  TaskRequest,
  unarchiveTask,
  updateBranch,
} from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentTask } from "./present-task.ts";

type ActHandlers = Pick<
  Handlers,
  | "createTask"
  | "cancelTask"
  | "archiveTask"
  | "unarchiveTask"
  | "approvePlan"
  | "rejectPlan"
  | "retryTask"
  | "resumeTask"
  | "sendMessage"
  | "updateBranch"
  | "publishTask"
>;

/** What is done with tasks. */
export function actHandlers(deps: ServerDeps): ActHandlers {
  const door = { ...deps, ...doorOf(deps) };
  return {
    async createTask({ body }, { actor, onceId: id }) {
      return presentTask((await submitTask({ ...TaskRequest.parse(body), id }, actor, door)).task);
    },
    async cancelTask({ params }, { actor }) {
      return presentTask(await actOnTask(cancel, { actor, reference: params.task }, door));
    },
    async archiveTask({ params }, { actor }) {
      return presentTask(await actOnTask(archiveTask, { actor, reference: params.task }, door));
    },
    async unarchiveTask({ params }, { actor }) {
      return presentTask(await actOnTask(unarchiveTask, { actor, reference: params.task }, door));
    },
    async approvePlan({ params, body }, { actor }) {
      return presentTask(await actOnTask(approvePlan, { actor, reference: params.task, ...body }, door));
    },
    async rejectPlan({ params, body }, { actor }) {
      return presentTask(await actOnTask(rejectPlan, { actor, reference: params.task, ...body }, door));
    },
    async retryTask({ params, body }, { actor }) {
      return presentTask(await actOnTask(retryTask, { actor, reference: params.task, ...body }, door));
    },
    async resumeTask({ params, body }, { actor }) {
      return presentTask(await actOnTask(resumeTask, { actor, reference: params.task, ...body }, door));
    },
    async sendMessage({ params, body }, { actor, onceId }) {
      const said = { actor, reference: params.task, ...body, onceId };
      const { kind, task } = await actOnTask(sendMessage, said, door);
      return { kind, task: presentTask(task) };
    },
    async updateBranch({ params, body }, { actor, onceId }) {
      const asked = { actor, reference: params.task, ...body, onceId };
      const { kind, task } = await actOnTask(updateBranch, asked, door);
      return { kind, task: presentTask(task) };
    },
    async publishTask({ params, body }, { actor }) {
      return presentTask(await actOnTask(publishTask, { actor, reference: params.task, ...body }, door));
    },
  };
}

const cancel = ({ task, actor }: { task: AgentTask; actor: Actor }, deps: Pick<ServerDeps, "tasks" | "accounts">) =>
  cancelTask({ taskId: task.id, actor }, deps);

function doorOf({
  environmentNamespace,
  openSealing,
  now,
}: ServerDeps): Omit<SubmitTaskDeps & ContinueTaskDeps, "tasks" | "repos" | "accounts"> {
  return {
    environmentNamespace,
    sealKey: async (identity, secret) => sealCredential(identity, secret, await openSealing()),
    newId: randomUUID,
    now,
  };
}
