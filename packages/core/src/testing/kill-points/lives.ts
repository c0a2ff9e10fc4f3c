import type { z } from "zod";
import type { EnvironmentStatus } from "../../environment/environment.ts";
import type { AgentOutcome, ExecutionEventBody } from "../../event/event.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import type { Review } from "../../result/review.ts";
import { cancelTask } from "../../task/act/cancel-task.ts";
import { approvePlan } from "../../task/act/decide-plan.ts";
import { publishTask } from "../../task/act/publish-task.ts";
import { resumeTask } from "../../task/act/resume-task.ts";
import { retryTask } from "../../task/act/retry-task.ts";
import { sendMessage } from "../../task/act/send-message.ts";
import { updateBranch } from "../../task/act/update-branch.ts";
import type { AskedWork } from "../../task/submit/asked-work.ts";
import type { AgentTask, PolicyFinding, TaskStatus } from "../../task/task.ts";
import { gatheredOf } from "../forge/gathered-of.ts";
import type { Picture } from "./picture.ts";
import { SHOP, type World } from "./world.ts";

type Act = (world: World, task: AgentTask) => Promise<unknown>;
/** What happens in an environment once it is waited for. */
type Turn = (world: World, execution: AgentExecution) => Promise<unknown>;

/** A task's life: what is asked for, what happens in its environments in their order, and what people do. */
export interface Life {
  name: string;
  options?: z.input<typeof AskedWork.shape.options>;
  /** A review of the pull request 7, instead of work. */
  isReview?: boolean;
  /** How the world is before. */
  before?: (world: World) => unknown;
  turns?: Turn[];
  /** What people do as soon as an execution is there. */
  meanwhile?: { state: TaskStatus; act: Act };
  /** What of it must come to the same; absent: all of it. */
  sees?: (picture: Picture) => unknown;
  /** What people do one after the other, each when nothing goes on by itself. */
  acts?: Act[];
}

const [FIRST, SECOND, MERGE] = ["c", "d", "e"].map((digit) => digit.repeat(40)) as [string, string, string];
const FINDING: PolicyFinding = { rule: "protected_path", path: "AGENTS.md", detail: "it needs a person" };
const REVIEW: Review = {
  findings: [{ file: "sum.js", line: 3, severity: "high", text: "It subtracts." }],
  leftOut: 0,
};
const EXITED: EnvironmentStatus = { kind: "exited", exitCode: 0, reason: "exited", stages: [], output: "", facts: [] };

interface Played {
  head: string | null;
  findings?: PolicyFinding[];
  summary?: string;
  outcome?: AgentOutcome;
  review?: Review;
}

/** The agent does its work, and the environment ends. */
function works({ head, findings = [], outcome = "completed", summary = "Did it.", review }: Played): Turn {
  return async ({ stores, repositories, environments }, { id }) => {
    await stores.sessions.save(id, Buffer.from("session"));
    const ended = {
      type: "agent_ended",
      outcome,
      exitCode: 0,
      command: "x",
      summary,
      review,
      headCommit: head,
    } as const;
    const bodies: ExecutionEventBody[] = [
      { type: "session", sessionId: "session", model: null },
      { type: "log", stream: "stdout", text: "working" },
      { ...ended, sessionId: null, seconds: 1 },
    ];
    const events = bodies.map((body, index) => ({ sourceNumber: index + 1, at: new Date(), body }));
    await stores.events.append({ executionId: id, writer: "runner", events });
    const commits = head === null ? [] : [{ sha: head, subject: "Fix" }];
    repositories.imported = {
      ...{ headCommit: head, commits, findings, runByCi: [] },
      diffStat: { files: 1, insertions: 1, deletions: 0 },
    };
    if (head !== null) {
      repositories.pushed.add(id);
    }
    environments.set(id, EXITED);
  };
}

const ends =
  (status: Partial<EnvironmentStatus>): Turn =>
  async ({ environments }, { id }) =>
    environments.set(id, { ...EXITED, ...status } as EnvironmentStatus);

/** A request was refused for a budget, and the agent ended. */
const spends: Turn = async (world, execution) => {
  const body = { type: "budget", kind: "exceeded", scope: "task", unit: "usd", limit: 2, spent: 2.004 } as const;
  await world.stores.events.record({ executionId: execution.id, source: "gateway", body });
  await works({ head: FIRST, outcome: "failed" })(world, execution);
};

/** All of the task's dollar is spent while a plan is made. */
const plansDearly: Turn = async (world, execution) => {
  await world.stores.budgets.settle({
    ...{ executionId: execution.id, gatewayId: execution.id, reservationId: execution.taskId },
    ...{ spent: { usd: 2, tokens: 9 }, usage: null },
  });
  await works({ head: null, summary: "1. Turn the sign" })(world, execution);
};

const by = ({ actor }: World, task: AgentTask) => ({ task, actor, keys: [] });
const cancels: Act = ({ actor, doors }, { id }) => cancelTask({ taskId: id, actor }, doors);
const cancelsMeanwhile: Turn = async (world, { taskId }) => cancels(world, { id: taskId } as AgentTask);
const approves: Act = (world, task) => approvePlan({ ...by(world, task), markdown: null }, world.doors);
const says: Act = (world, task) => sendMessage({ ...by(world, task), text: "Also the docs" }, world.doors);
const retries: Act = (world, task) => retryTask({ ...by(world, task), agent: null, timeoutSeconds: null }, world.doors);
const resumes: Act = (world, task) =>
  resumeTask({ ...by(world, task), usd: { kind: "set", amount: 100 }, tokens: null }, world.doors);
const publishes: Act = (world, task) =>
  publishTask({ ...by(world, task), run: null, accept: "all", branch: null }, world.doors);
const bringsUpToDate: Act = (world, task) => updateBranch({ ...by(world, task), isRebase: false }, world.doors);

/** Another's pull request, which is looked at. */
function showPullRequest({ forge, repositories }: World): void {
  const pullRequest = { number: 7, head: "feature", base: "main", title: "x", body: "", isDraft: false, isOpen: true };
  forge.pullRequests.push({ ...pullRequest, author: "ada", lines: new Map([["sum.js", [3, 4, 5]]]) });
  const change = { head: MERGE, branch: "feature", base: "main", isFork: false };
  forge.gathered.set(7, gatheredOf({ number: 7, title: "x", text: "", change }));
  repositories.branches.set("feature", MERGE);
  repositories.patches.set("sum.js", "@@ -1,3 +1,5 @@");
}

async function takeKeys({ stores, userId }: World): Promise<void> {
  for (const { id } of await stores.credentials.list({ kind: "user", userId })) {
    await stores.credentials.delete(id);
  }
}

/** Together they go every way of the state machine that there is. */
export const LIVES: readonly Life[] = [
  {
    name: "work that is proposed, and goes on with a message",
    turns: [works({ head: FIRST }), works({ head: SECOND })],
    acts: [says],
  },
  { name: "a review", isReview: true, before: showPullRequest, turns: [works({ head: null, review: REVIEW })] },
  {
    name: "a plan that is approved",
    options: { requirePlanApproval: true },
    turns: [works({ head: null, summary: "1. Turn the sign" }), works({ head: FIRST })],
    acts: [approves],
  },
  {
    name: "a plan that nobody wants",
    options: { requirePlanApproval: true },
    turns: [works({ head: null, summary: "1. Turn the sign" })],
    acts: [cancels],
  },
  {
    name: "a plan that was dear, cancelled and tried again",
    options: { requirePlanApproval: true, budget: { usd: 1 } },
    turns: [plansDearly],
    acts: [approves, cancels, retries],
  },
  { name: "a budget that is spent, and raised", turns: [spends, works({ head: SECOND })], acts: [resumes] },
  {
    name: "work that fails, is kept, and tried again",
    turns: [works({ head: FIRST, outcome: "failed" }), works({ head: SECOND })],
    acts: [retries],
  },
  {
    name: "work that breaks a rule, and is published by a word",
    turns: [works({ head: FIRST, findings: [FINDING] })],
    acts: [publishes],
  },
  {
    name: "work that is held, and published by a word",
    before: ({ forge }) => {
      forge.target = { ...forge.target, isPublic: true };
    },
    turns: [works({ head: FIRST })],
    acts: [publishes],
  },
  {
    name: "a branch that is brought up to date without an agent",
    turns: [works({ head: FIRST })],
    acts: [
      async (world, task) => {
        world.repositories.base = { name: "main", commit: SECOND };
        world.repositories.merge = { kind: "merged", commit: MERGE };
        await bringsUpToDate(world, task);
      },
    ],
  },
  { name: "an environment that is evicted", turns: [ends({ reason: "evicted" }), works({ head: FIRST })] },
  { name: "an environment that is lost", turns: [ends({ reason: "lost" })] },
  {
    name: "an environment that is refused",
    before: ({ environments }) => {
      environments.onEnsure = { kind: "refused", code: "isolation", reason: "bubblewrap is missing.", facts: [] };
    },
  },
  { name: "cancelled before it begins", meanwhile: { state: "pending", act: cancels } },
  {
    name: "cancelled while its environment is waited for",
    before: ({ environments }) => {
      environments.onEnsure = { kind: "starting", detail: "the gateway", since: new Date(0) };
    },
    turns: [cancelsMeanwhile],
  },
  { name: "cancelled while its agent works", turns: [cancelsMeanwhile] },
  {
    name: "cancelled while it is published",
    turns: [works({ head: FIRST })],
    meanwhile: { state: "publishing", act: cancels },
    // In a hurry what couldn't be looked through at once is kept unread.
    sees: ({ task, changes, outside: { branches, pullRequests }, left }) => {
      const isKept = task.result?.publication.kind === "kept" && task.result.publication.keptAt !== null;
      return { isKept, status: task.status, changes, branches, pullRequests, grants: left.grants };
    },
  },
  { name: "refused for want of a key, and tried again", before: takeKeys, acts: [retries] },
  {
    name: "a repository that can't be read",
    before: ({ repositories }) => {
      repositories.look = () => Promise.reject(new Error("the pack is broken"));
    },
    // How often it was tried is told.
    sees: (picture) => JSON.stringify(picture).replaceAll(/failed \d times/g, "failed again"),
  },
];

/** The address of the pull request that reviews are of. */
export const REVIEWED = `${SHOP}/pull/7`;
