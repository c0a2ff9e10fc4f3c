import { z } from "zod";
import type { EventStore } from "../event/event.ts";
import type { ForgePort } from "../forge/forge-port.ts";
import { ASKED_TOO_MUCH, judgeProblem, sayProblem } from "../outbox/judge-problem.ts";
import type { OutboxItem, TryOutcome } from "../outbox/outbox-item.ts";
import type { AgentTask } from "../task/task.ts";
import type { TaskStore } from "../task/task-store.ts";
import type { Repo } from "../vcs/repo.ts";
import type { RepoStore } from "../vcs/repo-store.ts";
import { type GatherFactsDeps, gatherFacts, LATEST_EVENTS } from "./gather-facts.ts";
import { isServed } from "./is-served.ts";
import { planProgress } from "./post/plan-progress.ts";
import { type Posted, postAgentStatusComment } from "./post/post-agent-status-comment.ts";
import type { StatusComment } from "./post/status-comment.ts";
import type { StatusCommentStore } from "./post/status-comment-store.ts";
import { threadOf } from "./post/thread-of.ts";
import { statusWordOf } from "./status-word.ts";
import { describeStatus } from "./text/describe-status.ts";

/** What an item of the outbox is to tell: what became of the task, or how far an execution of it is, again and again until it has ended. */
export const StatusPayload = z.discriminatedUnion("tells", [
  z.object({ tells: z.literal("state") }),
  /** The same, as it was asked for once more: below what was said since. */
  z.object({ tells: z.literal("again") }),
  z.object({ tells: z.literal("progress"), executionId: z.uuid() }),
]);
export type StatusPayload = z.infer<typeof StatusPayload>;

export interface SendStatusCommentDeps extends GatherFactsDeps {
  events: GatherFactsDeps["events"] & Pick<EventStore, "record">;
  tasks: Pick<TaskStore, "get">;
  repos: Pick<RepoStore, "get">;
  comments: StatusCommentStore;
  findForge(repo: Repo): Promise<CommentingForge | null>;
  publicUrl: string | null;
  now(): Date;
  random(): number;
}

type SentItem = Pick<OutboxItem, "taskId" | "payload" | "attempts" | "problem" | "expiresAt">;

/** A worker looks at a task as soon as it is asked for. */
const LOOK_MILLISECONDS = 1000;

/** What is told of the course of tasks is what a forge misses least that was asked too much. */
const REST_MILLISECONDS = 60 * 60 * 1000;

/** Tells on a forge what an item is about, as it is by now: of several items the first tells all, and the others nothing new. */
export async function sendStatusComment(item: SentItem, deps: SendStatusCommentDeps): Promise<TryOutcome> {
  const payload = StatusPayload.safeParse(item.payload).data;
  if (payload === undefined) {
    return { kind: "dead", problem: "only a newer version of Catalyst can tell it" };
  }
  const told = await findTold(item, deps);
  if (told === null) {
    return { kind: "delivered" };
  }
  if (told === "later") {
    return { kind: "again", dueAt: new Date(deps.now().getTime() + LOOK_MILLISECONDS), problem: null };
  }
  return payload.tells === "progress"
    ? tellProgress({ ...payload, item }, told, deps)
    : tellState({ item, isAskedAgain: payload.tells === "again" }, told, deps);
}

type CommentingForge = Pick<ForgePort, "ensureComment" | "isNearEnd">;

interface Told {
  /** As it was before the task was read. */
  before: StatusComment | null;
  task: AgentTask;
  repo: Repo;
  forge: CommentingForge;
}

/** null: the task is gone, came from nowhere that takes comments, or isn't told of there. */
async function findTold({ taskId }: SentItem, deps: SendStatusCommentDeps): Promise<Told | "later" | null> {
  const before = taskId === null ? null : await deps.comments.get(taskId);
  const task = taskId === null ? null : await deps.tasks.get(taskId);
  const repo = task === null || threadOf(task) === null ? null : await deps.repos.get(task.repoId);
  if (task === null || repo === null) {
    return null;
  }
  const executions = await deps.executions.listForTask(task.id);
  const served = isServed(executions);
  const forge = served === "yes" ? await deps.findForge(repo) : null;
  if (forge !== null) {
    return { before, task, repo, forge };
  }
  // One that nobody has looked at yet may be the first of its project there.
  return served !== "no" && executions.some(({ resolution, endedAt }) => resolution === null && endedAt === null)
    ? "later"
    : null;
}

async function tellState(
  { item, isAskedAgain }: { item: SentItem; isAskedAgain: boolean },
  told: Told,
  deps: SendStatusCommentDeps,
): Promise<TryOutcome> {
  const posted = await tell(told, { isProgress: false, isAskedAgain }, deps);
  if (posted.kind === "passed") {
    return { kind: "again", dueAt: deps.now(), problem: null };
  }
  if (posted.kind !== "failed") {
    return { kind: "delivered" };
  }
  if (posted.problem.kind === "locked") {
    await noteLocked(told.task, deps);
  }
  return judgeProblem(item, posted.problem, deps);
}

const LOCKED = "The conversation is locked: how this goes isn't told there.";

/** Who looks there for how the task is finds nothing, and here why. */
async function noteLocked({ id }: AgentTask, { executions, events }: SendStatusCommentDeps): Promise<void> {
  const newest = (await executions.listForTask(id)).at(-1);
  if (newest === undefined) {
    return;
  }
  const latest = await events.listLatest({ executionId: newest.id, limit: LATEST_EVENTS });
  const isSaid = latest.some(({ body }) => body.type === "log" && body.text === LOCKED);
  if (!isSaid) {
    const body = { type: "log", stream: "system", text: LOCKED } as const;
    await events.record({ executionId: newest.id, source: "worker", body });
  }
}

/** What isn't told now is told with the next text: a failure is waited for no longer than the next one. */
async function tellProgress(
  { executionId, item }: Extract<StatusPayload, { tells: "progress" }> & { item: SentItem },
  told: Told,
  deps: SendStatusCommentDeps,
): Promise<TryOutcome> {
  const { task } = told;
  const execution = (await deps.executions.listForTask(task.id)).find(({ id }) => id === executionId);
  if (execution === undefined || execution.endedAt !== null) {
    return { kind: "delivered" };
  }
  const startedAt = execution.placedAt ?? execution.startedAt;
  const live = await deps.comments.countLive(task.repoId);
  const editedAt = (await deps.comments.get(task.id))?.editedAt ?? null;
  const next = planProgress({ startedAt, editedAt: latest(editedAt, startedAt), live });
  const now = deps.now();
  const restsUntil = item.problem === ASKED_TOO_MUCH ? new Date(now.getTime() + REST_MILLISECONDS) : null;
  if (now < next && restsUntil === null) {
    return { kind: "again", dueAt: next, problem: null };
  }
  const posted = await tell(told, { isProgress: restsUntil === null, restsUntil }, deps);
  const dueAt = restsUntil ?? planProgress({ startedAt, editedAt: now, live });
  if (posted.kind !== "failed") {
    return { kind: "again", dueAt, problem: null };
  }
  const { problem } = posted;
  if (problem.kind === "rate_limited") {
    return { kind: "again", dueAt: problem.until, problem: ASKED_TOO_MUCH };
  }
  // What can't be said there is asked for once by what becomes of the task, and not every half minute.
  return problem.kind === "outage"
    ? { kind: "again", dueAt, problem: sayProblem(problem) }
    : { kind: "dead", problem: sayProblem(problem) };
}

/** An earlier execution's last word is none of this one's. */
function latest(editedAt: Date | null, startedAt: Date): Date {
  return editedAt === null || editedAt < startedAt ? startedAt : editedAt;
}

async function tell(
  { before, task, repo, forge }: Told,
  {
    isProgress,
    isAskedAgain = false,
    restsUntil = null,
  }: { isProgress: boolean; isAskedAgain?: boolean; restsUntil?: Date | null },
  deps: SendStatusCommentDeps,
): Promise<Posted> {
  const rests =
    restsUntil === null ? [] : [`What it does isn't told here until ${sayTime(restsUntil)}: the forge takes no more.`];
  const details = [describeStatus(await gatherFacts(task, deps)), ...rests].join("\n\n");
  const wish = { before, task, status: statusWordOf(task.status), details, isProgress, isAskedAgain };
  return postAgentStatusComment(wish, { ...deps, repo, forge });
}

function sayTime(time: Date): string {
  return `${time.toISOString().slice(11, 16)} UTC`;
}
