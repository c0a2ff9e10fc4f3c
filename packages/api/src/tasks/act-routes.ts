import { z } from "zod";
import { defineRoute } from "../contract/route.ts";
import { Task } from "./task.ts";
import { AskedAgent, TaskKeys, TaskRequest, TimeoutSeconds } from "./task-request.ts";
import { TaskParams } from "./task-routes.ts";

const BudgetChange = z
  .strictObject({ kind: z.enum(["set", "add"]), amount: z.number().positive() })
  .nullable()
  .default(null);

/** The execution that made the plan that is meant: for another that waits by now, nothing is decided. null: whichever waits. */
const MeantPlan = z.uuid().nullable().default(null);

/** What the further turns of a task may be refused with at the door. */
const TURN_ERRORS = ["not_found", "conflict", "gateway_unavailable"] as const;

const turn = (description: string) => ({ status: 200, description, schema: Task }) as const;

/** What can be done with a task. */
export const ACT_ROUTES = {
  cancelTask: defineRoute({
    method: "post",
    path: "/tasks/{task}/cancel",
    operationId: "cancelTask",
    summary: "Asks for the end of a task; one that has ended stays as it is",
    request: { params: TaskParams },
    response: { status: 200, description: "The task, which may not have ended yet", schema: Task },
    errors: ["not_found"],
  }),
  archiveTask: defineRoute({
    method: "post",
    path: "/tasks/{task}/archive",
    operationId: "archiveTask",
    summary: "Takes a task that has ended out of the lists; it comes back by itself once it goes on",
    request: { params: TaskParams },
    response: { status: 200, description: "The task", schema: Task },
    errors: ["not_found", "conflict"],
  }),
  unarchiveTask: defineRoute({
    method: "post",
    path: "/tasks/{task}/unarchive",
    operationId: "unarchiveTask",
    summary: "Puts a task that was archived back into the lists",
    request: { params: TaskParams },
    response: { status: 200, description: "The task", schema: Task },
    errors: ["not_found"],
  }),
  createTask: defineRoute({
    method: "post",
    path: "/tasks",
    operationId: "createTask",
    summary: "Asks for a task; what depends on its repository is decided when it begins",
    request: { body: TaskRequest },
    response: { status: 201, description: "It is stored", schema: Task, location: "/tasks/{id}" },
    errors: ["not_found", "gateway_unavailable"],
  }),
  approvePlan: defineRoute({
    method: "post",
    path: "/tasks/{task}/approve",
    operationId: "approvePlan",
    summary: "Lets the agent carry out its plan, or what a person made of it",
    request: {
      params: TaskParams,
      body: z.strictObject({
        markdown: z
          .string()
          .max(256 * 1024)
          .nullable()
          .default(null),
        plan: MeantPlan,
        keys: TaskKeys,
      }),
    },
    response: turn("The task, which goes on"),
    errors: TURN_ERRORS,
  }),
  rejectPlan: defineRoute({
    method: "post",
    path: "/tasks/{task}/reject",
    operationId: "rejectPlan",
    summary: "Sends the agent back to its plan",
    request: {
      params: TaskParams,
      body: z.strictObject({ feedback: z.string().max(64 * 1024), plan: MeantPlan, keys: TaskKeys }),
    },
    response: turn("The task, which goes on"),
    errors: TURN_ERRORS,
  }),
  retryTask: defineRoute({
    method: "post",
    path: "/tasks/{task}/retry",
    operationId: "retryTask",
    summary: "Starts a failed or cancelled task afresh",
    request: {
      params: TaskParams,
      body: z.strictObject({
        agent: AskedAgent.nullable().default(null),
        /** null: as long as before. */
        timeoutSeconds: TimeoutSeconds,
        keys: TaskKeys,
      }),
    },
    response: turn("The task, which goes on"),
    errors: TURN_ERRORS,
  }),
  resumeTask: defineRoute({
    method: "post",
    path: "/tasks/{task}/resume",
    operationId: "resumeTask",
    summary: "Goes on with a task that came to the end of a budget",
    request: {
      params: TaskParams,
      body: z.strictObject({ usd: BudgetChange, tokens: BudgetChange, keys: TaskKeys }),
    },
    response: turn("The task, which goes on"),
    errors: TURN_ERRORS,
  }),
  sendMessage: defineRoute({
    method: "post",
    path: "/tasks/{task}/messages",
    operationId: "sendMessage",
    summary: "Says something to a task; one that is done gets another turn",
    request: { params: TaskParams, body: z.strictObject({ text: z.string().max(64 * 1024), keys: TaskKeys }) },
    response: {
      status: 200,
      description: "Whether it waits for the agent, or began a turn",
      schema: z.object({ kind: z.enum(["queued", "started"]), task: Task }),
    },
    errors: TURN_ERRORS,
  }),
  updateBranch: defineRoute({
    method: "post",
    path: "/tasks/{task}/update",
    operationId: "updateBranch",
    summary: "Brings the newest base into a task's branch, without an agent where nothing conflicts",
    request: {
      params: TaskParams,
      body: z.strictObject({
        /** Its commits become a line on the base; else that is merged. */
        isRebase: z.boolean().default(false),
        keys: TaskKeys,
      }),
    },
    response: {
      status: 200,
      description: "Whether it waits for the agent, or began",
      schema: z.object({ kind: z.enum(["queued", "started"]), task: Task }),
    },
    errors: TURN_ERRORS,
  }),
  publishTask: defineRoute({
    method: "post",
    path: "/tasks/{task}/publish",
    operationId: "publishTask",
    summary: "Publishes a result that waits",
    request: {
      params: TaskParams,
      body: z.strictObject({
        /** Which of its executions, counted from 1; null: the only one that keeps a result. */
        run: z.int().min(1).max(1_000_000).nullable().default(null),
        /** The rules whose findings are accepted. */
        accept: z.array(z.string().min(1).max(100)).max(50).default([]),
        /** Why they are, in words that are kept with the result; null: none. */
        reason: z.string().min(1).max(1000).nullable().default(null),
        branch: z.string().min(1).max(255).nullable().default(null),
        /** The branch that it is proposed for; null: the task's base. */
        base: z.string().min(1).max(255).nullable().default(null),
      }),
    },
    response: turn("The task, which goes on"),
    errors: [...TURN_ERRORS, "policy_violation"],
  }),
};
