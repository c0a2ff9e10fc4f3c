import { randomBytes, randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  agentTokenOf,
  type CredentialProvider,
  createKeyPair,
  type Grant,
  hashToken,
  type SealingKeys,
  StageKind,
  type StoredEventBody,
  sealCredential,
  sealProjectSecret,
} from "@catalyst/core";
import { createKeyRing, openCredential, openProjectSecret } from "@catalyst/core/opening";
import {
  addRepo,
  createMemory,
  type Memory,
  memoryBudgetStore,
  memoryCredentialStore,
  memoryEnvironmentJobStore,
  memoryEventStore,
  memoryGrantStore,
  memoryMessageStore,
  memoryProjectSecretStore,
  memorySessionStore,
  memorySubscriptionStore,
  memoryTaskStore,
  OWNER,
} from "@catalyst/core/testing";
import { findPushed, openQuarantine, serveGit } from "@catalyst/git";
import { describeTask, newExecution } from "@catalyst/postgres/testing";
import pino from "pino";
import { dialPublicHost } from "../egress/dial-host.ts";
import type { GatewayDeps } from "../gateway-deps.ts";
import { sealByGateway } from "../keys/open-sealed.ts";
import { DEFAULT_LIMITS, type GatewayLimits } from "../limits/gateway-limits.ts";
import { NOTHING_MEASURED } from "../metrics/gateway-measures.ts";
import type { PodDoorConfig } from "../pods/pod-door-config.ts";
import { setupArchives } from "../pods/setup-cache/setup-archives.ts";
import { type Gateway, startGateway } from "../start-gateway.ts";
import { NOTHING_TRACED } from "../traces/llm-traces.ts";
import { followSockets } from "./follow-sockets.ts";
import { sendOver, type TestRequest, type TestResponse } from "./send-over.ts";

export interface TestGateway {
  gateway: Gateway;
  home: string;
  memory: Memory;
  /** Everything that the gateway logged. */
  logged(): string;
  /** An execution with a live grant; of Claude Code, if nothing else is said. */
  grant(llm: TestKey | null, agentType?: string): Promise<TestGrant>;
  /** Another execution with the same credential. */
  grantAgain(of: TestGrant): Promise<TestGrant>;
  /** Stores a secret for the setup of the grant's repository. */
  addSecret(of: Pick<TestGrant, "repoId">, name: string, value: string): void;
  eventsOf(executionId: string): StoredEventBody[];
  /** Over the socket of the environment that the token belongs to; of one that has none, where there is no such token. */
  send(options: TestRequest): Promise<TestResponse>;
  /** The socket of an execution's environment, once the gateway listens there. */
  socketOf(executionId: string): Promise<string>;
  stop(): Promise<void>;
}

interface TestKey {
  provider: CredentialProvider;
  key: string;
  baseUrl: string | null;
}

export interface TestGrant {
  /** The agent's. */
  token: string;
  runnerToken: string;
  executionId: string;
  taskId: string;
  repoId: string;
  branch: string;
  /** Ends it, as the end of its execution does. */
  end(): void;
  /** Adds live grants of a stage before the agent's; returns their tokens. */
  addStage(stage: "setup" | "prepare"): { token: string; runnerToken: string };
  /** Lets CONNECT open connections to these. */
  allow(...hosts: string[]): void;
  /** Lets requests to models ask for these beyond the usual. */
  allowFeatures(...features: string[]): void;
  /** What the project's owner says that models cost. */
  setModelPrices(...prices: string[]): void;
  /** Makes them the grants of another stage. */
  setStage(stage: StageKind): void;
  /** Names the secrets that may be asked for, and those that are masked. */
  nameSecrets(secrets: string[], maskedSecrets?: string[]): void;
}

/** A real gateway on a real socket, with stores in memory. */
export async function startTestGateway(
  options: { limits?: Partial<GatewayLimits>; deps?: Partial<GatewayDeps>; pods?: PodDoorConfig } = {},
): Promise<TestGateway> {
  const home = await mkdtemp(join(tmpdir(), "catalyst-gateway-"));
  const memory = createMemory();
  const ring = createKeyRing();
  const sealer = createKeyPair();
  const opening = { ring, sealers: new Map([[sealer.publicKey.id, sealer.publicKey]]) };
  const keys = { sealer, recipient: ring.primary.publicKey };
  const lines: string[] = [];
  const deps: GatewayDeps = {
    ...memoryStores(memory),
    openCredential: async (credential) => openCredential(credential, opening),
    sealAnew: async (credential, secret) => sealByGateway(credential, secret, ring.primary),
    ...gitServices(home),
    setupArchives: setupArchives(join(home, "setup-cache")),
    openSecret: async (secret) => openProjectSecret(secret, opening),
    dialHost: dialPublicHost,
    isPrivateAllowed: () => true,
    limits: { ...DEFAULT_LIMITS, drainSeconds: 1, ...options.limits },
    measures: NOTHING_MEASURED,
    traceLlm: NOTHING_TRACED,
    now: () => new Date(),
    log: pino({ level: "debug" }, { write: (line: string) => lines.push(line) }),
    ...options.deps,
  };
  const folder = join(home, "gateway");
  const { grants, socketOf, ownerOf } = followSockets(folder, deps.grants);
  const gateway = await startGateway({ folder, pods: options.pods ?? null, deps: { ...deps, grants } });
  await chmod(home, 0o755);
  return {
    gateway,
    home,
    memory,
    socketOf,
    logged: () => lines.join(""),
    async grant(llm, agentType = "claude-code") {
      const credentialId = llm === null ? "" : storeCredential(memory, keys, llm);
      return addGrant(memory, { agentType, llm: llm === null ? null : { provider: llm.provider, credentialId } });
    },
    async grantAgain({ executionId }) {
      const known = memory.grants.find((it) => it.executionId === executionId);
      const agentType = memory.executions.get(executionId)?.agentType ?? "claude-code";
      return addGrant(memory, { agentType, llm: known?.llm ?? null });
    },
    addSecret: (of, name, value) => storeSecret(memory, { ...of, name }, { value, keys }),
    eventsOf: (executionId) =>
      memory.events.filter((event) => event.executionId === executionId).map(({ body }) => body),
    send: async (request) => sendOver(await socketOf(await ownerOf(request.headers ?? {})), request),
    async stop() {
      await gateway.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function storeCredential(memory: Memory, keys: SealingKeys, { provider, key, baseUrl }: TestKey): string {
  const identity = { id: randomUUID(), provider, userId: randomUUID(), teamId: null, taskId: null };
  const credential = sealCredential({ ...identity, createdAt: new Date() }, { key, baseUrl }, keys);
  memory.credentials.set(identity.id, credential);
  return identity.id;
}

function gitServices(home: string): Pick<GatewayDeps, "serveGit" | "openQuarantine" | "findPushed"> {
  return {
    findPushed: (executionId) => findPushed(home, executionId),
    serveGit: (service) => serveGit({ ...service, home }),
    openQuarantine: (executionId) => openQuarantine(home, executionId),
  };
}

function memoryStores(memory: Memory) {
  return {
    grants: memoryGrantStore(memory),
    environmentJobs: memoryEnvironmentJobStore(memory),
    events: memoryEventStore(memory),
    budgets: memoryBudgetStore(memory),
    sessions: memorySessionStore(memory),
    messages: memoryMessageStore(memory),
    credentials: memoryCredentialStore(memory),
    subscriptions: memorySubscriptionStore(memory),
    secrets: memoryProjectSecretStore(memory),
  };
}

function storeSecret(
  memory: Memory,
  { repoId, name }: { repoId: string; name: string },
  { value, keys }: { value: string; keys: SealingKeys },
): void {
  const identity = { id: randomUUID(), projectId: randomUUID(), repoId, name, createdAt: new Date() };
  memory.secrets.set(`${repoId}/${name}`, sealProjectSecret(identity, value, keys));
}

async function addGrant(
  memory: Memory,
  { agentType, llm }: { agentType: string; llm: Grant["llm"] },
): Promise<TestGrant> {
  const branch = "catalyst/0a1b2c3d-fix";
  const grant: Omit<Grant, "tokenHash" | "holder"> = {
    ...(await addTask(memory, agentType)),
    agentType,
    llm,
    branch,
    stage: "agent",
    secrets: [],
    maskedSecrets: [],
    stageNumber: 2,
    allowedHosts: [],
    allowedFeatures: [],
    modelPrices: [],
    seconds: 3600,
    expiresAt: new Date(Date.now() + 3_600_000),
    endedAt: null,
    ...{ pod: null, isUsed: false },
  };
  const { grants, ...tokens } = makeGrants(grant);
  memory.grants.push(...grants);
  const { executionId, taskId, repoId } = grant;
  return {
    ...tokens,
    executionId,
    taskId,
    repoId,
    branch,
    end: () => {
      grants.forEach((it) => {
        it.endedAt = new Date();
      });
    },
    addStage: (stage) => {
      const stageNumber = StageKind.options.indexOf(stage);
      const added = makeGrants({ ...grant, stage, stageNumber, branch: null });
      memory.grants.push(...added.grants);
      return added;
    },
    allow: (...hosts) => {
      grants.forEach((it) => {
        it.allowedHosts = hosts;
      });
    },
    allowFeatures: (...features) => {
      grants.forEach((it) => {
        it.allowedFeatures = features;
      });
    },
    setModelPrices: (...prices) => {
      grants.forEach((it) => {
        it.modelPrices = prices;
      });
    },
    nameSecrets: (secrets, maskedSecrets = secrets) => {
      grants.forEach((it) => {
        Object.assign(it, { secrets: it.holder === "runner" ? secrets : [], maskedSecrets });
      });
    },
    setStage: (stage) => {
      grants.forEach((it) => {
        it.stage = stage;
      });
    },
  };
}

/** The runner's and the agent's, as an execution has them. */
function makeGrants(grant: Omit<Grant, "tokenHash" | "holder">) {
  const runnerToken = randomBytes(32).toString("base64url");
  const token = agentTokenOf(runnerToken);
  const grants: Grant[] = [
    { ...grant, holder: "runner", tokenHash: hashToken(runnerToken) },
    { ...grant, holder: "agent", tokenHash: hashToken(token) },
  ];
  return { token, runnerToken, grants };
}

async function addTask(
  memory: Memory,
  agentType: string,
): Promise<{ executionId: string; taskId: string; repoId: string }> {
  const [executionId, repoId] = [randomUUID(), addRepo(memory).id];
  const task = { ...describeTask({ repoId, assignedBy: randomUUID() }), agentType };
  await memoryTaskStore(memory).create({
    task: { ...task, status: "running" },
    executions: [newExecution(task, executionId)],
    credentials: [],
    dedupeKey: null,
    actor: OWNER,
  });
  return { executionId, taskId: task.id, repoId };
}
