import { randomUUID } from "node:crypto";
import {
  type Actor,
  approvePlan,
  type ContinueTaskDeps,
  cancelTask,
  findTask,
  publishTask,
  rejectPlan,
  resumeTask,
  retryTask,
  type SubmitTaskDeps,
  sealCredential,
  sendMessage,
  submitTask,
  TaskRequest,
} from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentTask } from "./present-task.ts";

/** The provider of environments on one machine. */
const ENVIRONMENT_NAMESPACE = "local";

type ActHandlers = Pick<
  Handlers,
  | "createTask"
  | "cancelTask"
  | "approvePlan"
  | "rejectPlan"
  | "retryTask"
  | "resumeTask"
  | "sendMessage"
  | "publishTask"
>;

/** What is done with tasks. */
export function actHandlers(deps: ServerDeps): ActHandlers {
  const door = { ...deps, ...doorOf(deps) };
  const find = (reference: string, actor: Actor) => findTask({ actor, reference }, deps);
  return {
    async createTask({ body }, { actor, onceId: id }) {
      return presentTask((await submitTask({ ...TaskRequest.parse(body), id }, actor, door)).task);
    },
    async cancelTask({ params }, { actor }) {
      const { id: taskId } = await find(params.task, actor);
      return presentTask(await cancelTask({ taskId, actor }, deps));
    },
    async approvePlan({ params, body }, { actor }) {
      return presentTask(await approvePlan({ task: await find(params.task, actor), actor, ...body }, door));
    },
    async rejectPlan({ params, body }, { actor }) {
      return presentTask(await rejectPlan({ task: await find(params.task, actor), actor, ...body }, door));
    },
    async retryTask({ params, body }, { actor }) {
      return presentTask(await retryTask({ task: await find(params.task, actor), actor, ...body }, door));
    },
    async resumeTask({ params, body }, { actor }) {
      return presentTask(await resumeTask({ task: await find(params.task, actor), actor, ...body }, door));
    },
    async sendMessage({ params, body }, { actor }) {
      const { kind, task } = await sendMessage({ task: await find(params.task, actor), actor, ...body }, door);
      return { kind, task: presentTask(task) };
    },
    async publishTask({ params, body }, { actor }) {
      const task = await find(params.task, actor);
      return presentTask(await publishTask({ task, actor, ...body }, door));
    },
  };
}

function doorOf({ tasks, accounts, repos, openSealing, now }: ServerDeps): SubmitTaskDeps & ContinueTaskDeps {
  return {
    tasks,
    accounts,
    repos,
    environmentNamespace: ENVIRONMENT_NAMESPACE,
    sealKey: async (identity, secret) => sealCredential(identity, secret, await openSealing()),
    newId: randomUUID,
    now,
  };
}
