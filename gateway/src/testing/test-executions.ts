import { randomBytes, randomUUID } from "node:crypto";
import {
  type AgentTask,
  agentTokenOf,
  type BudgetStore,
  type ExecutionStore,
  type Grant,
  GrantHolder,
  hashToken,
  type Lease,
  type Repo,
  type StageKind,
  type TaskStore,
} from "@catalyst/core";
import {
  addRepo,
  createMemory,
  memoryBudgetStore,
  memoryEventStore,
  memoryExecutionStore,
  memoryGrantStore,
  memoryMessageStore,
  memorySessionStore,
  memoryTaskStore,
  OWNER,
} from "@catalyst/core/testing";
import {
  type Database,
  postgresBudgetStore,
  postgresEventStore,
  postgresExecutionStore,
  postgresGrantStore,
  postgresMessageStore,
  postgresSessionStore,
  postgresTaskStore,
} from "@catalyst/postgres";
import { describeTask, newExecution, storeRepo, testDatabase } from "@catalyst/postgres/testing";
import type { GatewayDeps } from "../gateway-deps.ts";

interface Stores {
  tasks: TaskStore;
  executions: ExecutionStore;
  grants: ReturnType<typeof memoryGrantStore>;
  events: ReturnType<typeof memoryEventStore>;
  budgets: ReturnType<typeof memoryBudgetStore>;
  sessions: ReturnType<typeof memorySessionStore>;
  messages: ReturnType<typeof memoryMessageStore>;
  place: { repoId: Repo["id"]; assignedBy: string };
  close(): Promise<void>;
}

/** Executions with live tokens, for a gateway that stands on the same stores. */
export interface TestExecutions {
  stores: Stores;
  deps: Pick<GatewayDeps, "grants" | "events" | "budgets" | "sessions" | "messages">;
  begin(what?: { stage?: StageKind; llm?: Grant["llm"]; agentType?: string }): Promise<TestExecution>;
  /** Ends it, and begins one that goes on from it. */
  goOn(from: TestExecution): Promise<TestExecution>;
  end(execution: TestExecution): Promise<void>;
  /** Makes it another runner's token, as its environment has got one of its own meanwhile. */
  renew(execution: TestExecution): Promise<string>;
}

export interface TestExecution {
  runnerToken: string;
  /** With the agent's token. */
  headers: { authorization: string };
  runnerHeaders: { authorization: string };
  executionId: string;
  task: AgentTask;
  lease: Lease;
  llm: Grant["llm"];
}

interface Opening {
  executionId: string;
  stage: StageKind;
  llm: Grant["llm"];
}

export function createTestExecutions(stores: Stores): TestExecutions {
  const open = async (task: AgentTask, { executionId, stage, llm }: Opening) => {
    const runnerToken = randomBytes(32).toString("base64url");
    const token = agentTokenOf(runnerToken);
    const lease = (await stores.executions.claim({ executionId, workerId: "w", leaseSeconds: 600 })) as Lease;
    const grant = {
      executionId,
      taskId: task.id,
      llm,
      repoId: task.repoId,
      branch: null,
      stage,
      secrets: [],
      maskedSecrets: [],
      stageNumber: 0,
      allowedHosts: [],
      allowedFeatures: [],
      modelPrices: [],
      seconds: 600,
    };
    await stores.grants.plan(
      lease,
      GrantHolder.options.map((holder) => ({ ...grant, holder })),
    );
    await beginWith(stores, { executionId, runnerToken });
    const headers = { authorization: `Bearer ${token}` };
    const runnerHeaders = { authorization: `Bearer ${runnerToken}` };
    return { runnerToken, headers, runnerHeaders, executionId, task, lease, llm };
  };
  const end = ({ lease }: TestExecution) =>
    stores.executions.end(
      lease,
      { state: "failed", failureReason: "agent_failed", errorMessage: null, result: null },
      {},
    );
  return {
    stores,
    // The credentials of a gateway for tests are in its memory.
    deps: { ...stores, budgets: whateverCredential(stores.budgets) },
    end,
    async renew({ executionId }) {
      const runnerToken = randomBytes(32).toString("base64url");
      await beginWith(stores, { executionId, runnerToken });
      return runnerToken;
    },
    async begin({ stage = "agent", llm = null, agentType = "claude-code" } = {}) {
      const task = { ...describeTask(stores.place), agentType };
      const execution = newExecution(task);
      const input = { task, executions: [execution], credentials: [], dedupeKey: null, actor: OWNER };
      return open((await stores.tasks.create(input)).task, { executionId: execution.id, stage, llm });
    },
    async goOn(from) {
      await end(from);
      const execution = { ...newExecution(from.task), continuesId: from.executionId };
      const input = { taskId: from.task.id, credentials: [], patch: {}, actor: OWNER, changes: [], execution };
      await stores.tasks.continue({ ...input, from: ["failed"] });
      return open(from.task, { executionId: execution.id, stage: "agent", llm: from.llm });
    },
  };
}

function whateverCredential(budgets: BudgetStore): BudgetStore {
  return {
    ...budgets,
    look: (asked) => budgets.look({ ...asked, credential: null }),
    reserve: (asked) => budgets.reserve({ ...asked, credential: null }),
  };
}

async function beginWith(
  { grants }: Stores,
  { executionId, runnerToken }: Pick<TestExecution, "executionId" | "runnerToken">,
): Promise<void> {
  const tokenHashes = { runner: hashToken(runnerToken), agent: hashToken(agentTokenOf(runnerToken)) };
  await grants.begin({ executionId, stageNumber: 0, tokenHashes });
}

export async function openMemoryStores(): Promise<Stores> {
  const memory = createMemory();
  return {
    tasks: memoryTaskStore(memory),
    executions: memoryExecutionStore(memory),
    grants: memoryGrantStore(memory),
    events: memoryEventStore(memory),
    budgets: memoryBudgetStore(memory),
    sessions: memorySessionStore(memory),
    messages: memoryMessageStore(memory),
    place: { repoId: addRepo(memory).id, assignedBy: randomUUID() },
    close: async () => undefined,
  };
}

export async function openPostgresStores(database?: Database): Promise<Stores> {
  const db = database ?? (await testDatabase());
  const place = { login: "local", vcs: "local", url: "/srv/shop", name: "shop", defaultBranch: "main" } as const;
  const { repo, user } = await storeRepo(db, place);
  return {
    tasks: postgresTaskStore(db, { wake: async () => undefined }),
    executions: postgresExecutionStore(db),
    grants: postgresGrantStore(db),
    events: postgresEventStore(db),
    budgets: postgresBudgetStore(db),
    sessions: postgresSessionStore(db),
    messages: postgresMessageStore(db),
    place: { repoId: repo.id, assignedBy: user.id },
    close: db.close,
  };
}
