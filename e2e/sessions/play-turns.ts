import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { AgentDefinition } from "@catalyst/agents";
import { type ScriptedStep, startScriptedModel } from "@catalyst/agents/scripted-model";
import { type ExecutionEventBody, type Repo, StageJob, type StoredEventBody } from "@catalyst/core";
import { gitRepositories } from "@catalyst/git";
import { localEnvironmentProvider } from "@catalyst/sandbox";
import { startTestGateway, type TestGateway } from "../../gateway/src/testing/start-test-gateway.ts";
import {
  createTestExecutions,
  openPostgresStores,
  type TestExecution,
} from "../../gateway/src/testing/test-executions.ts";
import { bundleRunner } from "../../runner/src/testing/start-environment.ts";
import { installForPlay } from "../agent-contract/play-scenario.ts";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import type { TestHome } from "../start-catalyst.ts";
import { type WatchedModel, watchModel } from "../watch-model.ts";

const POLL_MILLISECONDS = 100;
const TIMEOUT_SECONDS = 90;

type AgentEnded = Extract<ExecutionEventBody, { type: "agent_ended" }>;

/** One turn of an agent: an execution with an environment of its own. */
interface Turn {
  execution: TestExecution;
  bodies(): Promise<StoredEventBody[]>;
  until(isTrue: (bodies: StoredEventBody[]) => boolean): Promise<void>;
  /** Resolves with the runner's last word when the environment has ended. */
  ended(): Promise<AgentEnded>;
}

/** The real sandbox, runner, gateway, database and CLI; only the model is scripted. */
export interface Stage {
  model: WatchedModel;
  gateway: TestGateway;
  /** Says something to the task of this execution. */
  say(execution: TestExecution, text: string): Promise<void>;
  /** The messages to its task that nobody was told yet. */
  waiting(execution: TestExecution): Promise<string[]>;
  hasSession(execution: TestExecution): Promise<boolean>;
  /** A hostile agent saves what it likes with the turn's token. Returns the turn. */
  replaceSession(turn: Turn, content: Buffer): Promise<Turn>;
  begin(prompt: string): Promise<Turn>;
  /** A further turn after the one that has ended, in its session. */
  goOn(from: Turn, prompt: string): Promise<Turn>;
  close(): Promise<void>;
}

export async function openStage(home: TestHome, agent: AgentDefinition, steps: ScriptedStep[]): Promise<Stage> {
  const scripted = await startScriptedModel({ agentId: agent.id, steps });
  const model = await watchModel(scripted.baseUrl);
  const executions = createTestExecutions(await openPostgresStores());
  const gateway = await startTestGateway({ deps: executions.deps });
  const repository = await createGitRepository({ "readme.md": "one\n" });
  const runnerPath = await bundleRunner();
  const environments = await openEnvironments({ home, agent, gateway, runnerPath });
  const baseUrl = agent.provider === "openai" ? `${model.baseUrl}/v1` : model.baseUrl;
  const provider = agent.provider ?? "anthropic";
  await gateway.grant({ provider, key: "key-of-the-session-tests", baseUrl });
  const llm = { provider, credentialId: [...gateway.memory.credentials.keys()].at(-1) ?? "" };
  // Nobody's own key is spent on what others say.
  const payer = {
    kind: "machine_owner",
    userId: gateway.memory.credentials.get(llm.credentialId)?.userId ?? "",
  } as const;
  const start = (execution: TestExecution, job: { prompt: string; resumeSessionId: string | null }) =>
    startTurn({ agent, repository, gateway, environments, executions }, execution, job);
  return {
    model,
    gateway,
    say: async ({ task }, text) => void (await executions.stores.messages.add(task.id, text, payer)),
    waiting: async ({ task }) => (await executions.stores.messages.listUndelivered(task.id)).map(({ text }) => text),
    async replaceSession(turn, content) {
      const headers = { authorization: `Bearer ${await executions.renew(turn.execution)}` };
      const saved = await gateway.send({ path: "/session", method: "PUT", headers, body: content });
      if (saved.httpStatus !== 200) {
        throw new Error(`Saving another session failed: ${saved.httpStatus} ${saved.text}`);
      }
      return turn;
    },
    hasSession: ({ executionId }) => executions.stores.sessions.has(executionId),
    begin: async (prompt) =>
      start(await executions.begin({ llm, agentType: agent.id }), { prompt, resumeSessionId: null }),
    async goOn(from, prompt) {
      const session = (await from.bodies()).findLast((body) => body.type === "session");
      return start(await executions.goOn(from.execution), { prompt, resumeSessionId: session?.sessionId ?? null });
    },
    async close() {
      for (const executionId of await environments.list()) {
        await environments.destroy(executionId);
      }
      await gateway.stop();
      await executions.stores.close();
      await model.stop();
      await scripted.stop();
      await rm(repository.path, { recursive: true, force: true });
      await rm(dirname(runnerPath), { recursive: true, force: true });
    },
  };
}

async function openEnvironments(on: {
  home: TestHome;
  agent: AgentDefinition;
  gateway: TestGateway;
  runnerPath: string;
}): Promise<ReturnType<typeof localEnvironmentProvider>> {
  const folder = await installForPlay(on.home, on.agent);
  return localEnvironmentProvider({
    home: on.gateway.home,
    nodePath: process.execPath,
    runnerPath: on.runnerPath,
    gatewayFolder: dirname(on.gateway.gateway.socketPath),
    agentFolder: () => folder,
    mirrorFolder: () => null,
  });
}

interface Places {
  agent: AgentDefinition;
  repository: GitRepository;
  gateway: TestGateway;
  environments: ReturnType<typeof localEnvironmentProvider>;
  executions: ReturnType<typeof createTestExecutions>;
}

async function startTurn(
  places: Places,
  execution: TestExecution,
  job: { prompt: string; resumeSessionId: string | null },
): Promise<Turn> {
  const { environments, executions } = places;
  const { executionId } = execution;
  await environments.ensure({
    executionId,
    repoId: execution.task.repoId,
    agentId: places.agent.id,
    agentVersion: null,
    limits: { cpus: 2, memoryMib: 4096, processes: 512, diskMib: 2048 },
    timeoutSeconds: TIMEOUT_SECONDS * 2,
    stages: [{ job: await toJob(places, execution, job), isWorkspaceReadOnly: false }],
    setupCache: null,
  });
  const bodies = async () =>
    (await executions.stores.events.list({ executionId, afterNumber: 0, limit: 1000 })).map(({ body }) => body);
  const until = async (isTrue: () => Promise<boolean>) => {
    for (const deadline = Date.now() + TIMEOUT_SECONDS * 1000; !(await isTrue()); await wait(POLL_MILLISECONDS)) {
      if (Date.now() > deadline) {
        throw new Error(`It didn't become true in time; the events:\n${JSON.stringify(await bodies(), null, 1)}`);
      }
    }
  };
  return {
    execution,
    bodies,
    until: (isTrue) => until(async () => isTrue(await bodies())),
    async ended() {
      await until(async () => (await environments.observe(executionId)).kind === "exited");
      const status = await environments.observe(executionId);
      const last = (await bodies()).findLast((body) => body.type === "agent_ended");
      if (last === undefined) {
        throw new Error(`The runner said no end: ${JSON.stringify(status)} ${JSON.stringify(await bodies())}`);
      }
      return last;
    },
  };
}

async function toJob(
  { agent, repository, gateway }: Places,
  { executionId, task }: TestExecution,
  { prompt, resumeSessionId }: { prompt: string; resumeSessionId: string | null },
): Promise<StageJob> {
  const repo: Repo = {
    id: task.repoId,
    projectId: task.repoId,
    vcs: "local",
    url: repository.path,
    name: "shop",
    defaultBranch: "main",
    createdAt: new Date(),
  };
  await gitRepositories({ home: gateway.home, privateHosts: [] }).refreshMirror(repo);
  return {
    executionId,
    stageNumber: 0,
    stage: "agent",
    turn: 1,
    agent: { id: agent.id, model: null, provider: agent.provider, purpose: "work", resumeSessionId },
    prompt,
    contextFiles: [],
    hooks: StageJob.shape.hooks.parse({ timeoutSeconds: 60 }),
    env: {},
    hasEgress: false,
    repository: {
      baseCommit: await repository.git("rev-parse", "HEAD"),
      setUpCommit: null,
      reviewed: null,
      branch: "catalyst/sessions",
      baseBranch: "main",
      sparsePaths: [],
    },
    author: { name: "Catalyst", email: "catalyst@example.org" },
    leftoverCommitMessage: "Left over",
    timeoutSeconds: TIMEOUT_SECONDS,
    graceSeconds: 1,
  };
}
