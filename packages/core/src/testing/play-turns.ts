import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Actor } from "../account/actor.ts";
import type { EnvironmentStatus } from "../environment/environment.ts";
import type { Job } from "../environment/stages/job.ts";
import type { ExecutionEventBody } from "../event/event.ts";
import { advanceExecution } from "../execution/advance-execution.ts";
import type { AgentExecution } from "../execution/execution.ts";
import type { AdvanceExecutionDeps } from "../execution/step.ts";
import type { ThreadAnswer } from "../result/answers/thread-answer.ts";
import type { Review } from "../result/review.ts";
import type { AskedAgent, AskedWork } from "../task/submit/asked-work.ts";
import { submitTask } from "../task/submit/submit-task.ts";
import { type AskedSource, TaskRequest } from "../task/submit/task-request.ts";
import type { AgentTask, PolicyFinding } from "../task/task.ts";
import { memoryEnvironments } from "./environments/memory-environments.ts";
import { memoryAdvanceDeps } from "./memory-advance-deps.ts";
import { BASE_COMMIT, memoryRepositories } from "./memory-repositories.ts";
import { memorySealing } from "./memory-sealing.ts";
import { memoryAccountStore } from "./stores/accounts/memory-account-store.ts";
import { memoryCredentialStore } from "./stores/accounts/memory-credential-store.ts";
import { memoryRepoStore } from "./stores/accounts/memory-repo-store.ts";
import { memoryExecutionStore } from "./stores/executions/memory-execution-store.ts";
import { createMemory, type Memory } from "./stores/memory.ts";
import { memoryMessageStore } from "./stores/tasks/memory-message-store.ts";
import { memoryTaskStore } from "./stores/tasks/memory-task-store.ts";

const EXITED: EnvironmentStatus = { kind: "exited", exitCode: 0, reason: "exited", stages: [], output: "", facts: [] };

export const CLAUDE: AskedAgent = { agent: "claude-code", model: null };
const ACTOR = { kind: "machine_owner" as const, userId: randomUUID() } satisfies Actor;
/** Who asks for a further execution, without a key. */
export const ASKING = { actor: ACTOR, keys: [] };

/** What an execution comes to. */
export interface PlayedWork {
  /** null: it pushes nothing. */
  head: string | null;
  /** The commits that the result has; its head alone when they aren't named. */
  commits?: string[];
  findings?: PolicyFinding[];
  runByCi?: string[];
  summary?: string;
  events?: ExecutionEventBody[];
  outcome?: "completed" | "failed";
  review?: Review;
  answers?: ThreadAnswer[];
  /** Happens while the agent works. */
  during?: () => Promise<void>;
}

export type Turns = ReturnType<typeof createTurns>;

/** Tasks whose turns are played in memory, from their submission to their end. */
export function createTurns() {
  const memory = createMemory();
  memory.users.set(ACTOR.userId, { id: ACTOR.userId, login: "ada", createdAt: memory.now() });
  const environments = memoryEnvironments();
  const repositories = memoryRepositories();
  const useCases = createUseCases(memory);
  const deps = memoryAdvanceDeps(memory, { environments, repositories });
  const key = { kind: "key", provider: "anthropic", hint: "", baseUrl: null, signInNeeded: null };
  const credential = { id: randomUUID(), taskId: null, ...key } as never;
  const usable = { get: async () => credential, listUsable: async () => [credential] };
  deps.credentials = { ...deps.credentials, ...usable };
  const executionsOf = (task: AgentTask) => [...memory.executions.values()].filter(({ taskId }) => taskId === task.id);
  const unfinished = (task: AgentTask) => executionsOf(task).filter(({ endedAt }) => endedAt === null);
  /** The task's next unfinished execution, with what takes it on. */
  const take = async (task: AgentTask) => {
    const execution = unfinished(task)[0] as AgentExecution;
    return { execution, advance: await claim(execution, deps) };
  };
  return {
    memory,
    environments,
    repositories,
    deps,
    useCases,
    executionsOf,
    unfinished,
    take,
    /** Those of the memory alone. */
    credentialsOf: memoryCredentialStore(memory).listUsable,
    now: (task: AgentTask) => memory.tasks.get(task.id) as AgentTask,
    submit: (options: z.input<typeof AskedWork.shape.options>, agents: readonly AskedAgent[] = [CLAUDE]) =>
      submit(memory, { options, agents, source: { kind: "prompt", text: "Fix the sum" } }),
    /** A review of a head, for the base that is asked for. */
    submitReview: (head: string, options: z.input<typeof AskedWork.shape.options> = {}) =>
      submit(memory, { options, agents: [CLAUDE], source: { kind: "review", head, text: "Look at the sum." } }),
    /** Takes an execution from its beginning to its end; the job that its runner got. */
    async run(task: AgentTask, work: PlayedWork): Promise<Job> {
      const { execution, advance } = await take(task);
      await advance("wait");
      await work.during?.();
      memory.sessions.set(execution.id, Buffer.from("session"));
      const bodies = eventsOf(memory.executions.get(execution.id) as AgentExecution, work);
      const events = bodies.map((body, index) => ({ sourceNumber: index + 1, at: new Date(), body }));
      await deps.events.append({ executionId: execution.id, writer: "w", events });
      repositories.imported = importedOf(work);
      if (work.head !== null) {
        repositories.pushed.add(execution.id);
      }
      environments.set(execution.id, EXITED);
      await advance("done");
      return environments.requests.at(-1)?.stages.at(-1)?.job as Job;
    },
    /** Takes an execution to its end that comes to no environment. */
    async runAlone(task: AgentTask): Promise<void> {
      await (await take(task)).advance("done");
    },
  };
}

/** Holds the execution, and takes it on until it waits or is done. */
async function claim({ id }: AgentExecution, deps: AdvanceExecutionDeps): Promise<(kind: string) => Promise<void>> {
  const lease = await deps.executions.claim({ executionId: id, workerId: "w", leaseSeconds: 15 });
  return async (kind) => {
    for (let count = 0; count < 20; count++) {
      // A worker tries again what failed.
      const advanced = await advanceExecution(lease as never, deps).catch(() => null);
      if (advanced?.kind === kind) {
        return;
      }
    }
    throw new Error(`never ${kind}`);
  };
}

function createUseCases(memory: Memory) {
  return {
    tasks: memoryTaskStore(memory),
    executions: memoryExecutionStore(memory),
    messages: memoryMessageStore(memory),
    accounts: memoryAccountStore(memory),
    repos: memoryRepoStore(memory),
    ...memorySealing(),
    environmentNamespace: "local",
  };
}

interface Submitted {
  options: z.input<typeof AskedWork.shape.options>;
  agents: readonly AskedAgent[];
  source: AskedSource;
}

async function submit(memory: Memory, { options, agents, source }: Submitted): Promise<AgentTask> {
  const request = TaskRequest.parse({
    repository: { kind: "folder", path: "/srv/shop", head: { ref: "refs/heads/main", commit: BASE_COMMIT } },
    source,
    agents,
    timeoutSeconds: 60,
    options,
  });
  return (await submitTask(request, ACTOR, createUseCases(memory))).task;
}

function eventsOf({ agentType }: AgentExecution, work: PlayedWork): ExecutionEventBody[] {
  const { head, summary = "Did it.", events = [], outcome = "completed", review, answers } = work;
  const session = { type: "session", sessionId: `session-of-${agentType}`, model: null } as const;
  const ended = { type: "agent_ended", outcome, exitCode: 0, command: "x", summary, review, answers } as const;
  return [session, ...events, { ...ended, headCommit: head, sessionId: null, seconds: 1 }];
}

function importedOf({ head, commits = head === null ? [] : [head], findings = [], runByCi = [] }: PlayedWork) {
  return {
    headCommit: head,
    commits: commits.map((sha) => ({ sha, subject: "Fix" })),
    diffStat: { files: 1, insertions: 1, deletions: 0 },
    ...{ findings, runByCi },
  };
}
