import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Grant, gatewayFolderName, sealCredential } from "@catalyst/core";
import { openSealer, readGatewayPublic } from "@catalyst/machine";
import { type Database, postgresCredentialStore } from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendOver, type TestResponse } from "../testing/send-over.ts";
import { startUpstream, type Upstream } from "../testing/start-upstream.ts";
import { createTestExecutions, openPostgresStores, type TestExecutions } from "../testing/test-executions.ts";

/** What is started here needn't be compiled anew each time. */
const { NODE_COMPILE_CACHE } = process.env;

const PATIENTLY = { timeout: 120_000, interval: 100 };
const MODEL = "claude-sonnet-4-5";
const ANSWER = JSON.stringify({ type: "message", model: MODEL, usage: { input_tokens: 10, output_tokens: 10 } });

let db: Database;
let executions: TestExecutions;
let upstream: Upstream;
let answer: (response: ServerResponse) => void;
let first: Awaited<ReturnType<typeof startGateway>>;
let llm: Grant["llm"];
const homes: string[] = [];
const running: ChildProcess[] = [];

beforeAll(async () => {
  db = await testDatabase();
  executions = createTestExecutions(await openPostgresStores(db));
  upstream = await startUpstream((response) => answer(response));
  first = await startGateway();
  llm = { provider: "anthropic", credentialId: await addCredential(first.home) };
}, 180_000);

afterAll(async () => {
  for (const child of running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await upstream?.close();
  await db?.close();
  await Promise.all(homes.map((home) => rm(home, { recursive: true, force: true, maxRetries: 10 })));
});

/** A gateway with a home of its own. The keys of a first one are given to those that follow. */
async function startGateway(keysFrom?: string): Promise<{ home: string; child: ChildProcess }> {
  const home = await mkdtemp(join(tmpdir(), "catalyst-several-"));
  homes.push(home);
  if (keysFrom !== undefined) {
    const isKey = (path: string) => !path.startsWith(join(keysFrom, "gateway/"));
    await cp(keysFrom, home, { recursive: true, filter: (path) => isKey(path) && !path.endsWith(".sock") });
  }
  return { home, child: await spawnGateway(home) };
}

async function spawnGateway(home: string): Promise<ChildProcess> {
  const { user, password, host, port, database } = db.pool.options;
  const url = new URL(`postgres://localhost:${port}/${database}`);
  Object.assign(url, { username: user ?? "", password: password ?? "" });
  url.searchParams.set("host", host ?? "");
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts")], {
    env: { PATH: "/usr/bin:/bin", CATALYST_HOME: home, DATABASE_URL: url.href, NODE_COMPILE_CACHE },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    if (chunk.toString().includes("gateway started")) {
      break;
    }
  }
  return child;
}

async function addCredential(home: string): Promise<string> {
  const recipient = await readGatewayPublic(home);
  if (recipient === null) {
    throw new Error("the gateway published nothing");
  }
  const { assignedBy: userId } = executions.stores.place;
  const owner = { userId, teamId: null, taskId: null };
  const identity = { id: randomUUID(), provider: "anthropic" as const, ...owner, createdAt: new Date() };
  const sealing = { sealer: await openSealer(home), recipient };
  const credential = sealCredential(identity, { key: "sk-1", baseUrl: upstream.url }, sealing);
  await postgresCredentialStore(db).insert(credential);
  return credential.id;
}

type Execution = Awaited<ReturnType<TestExecutions["begin"]>>;

/** Asks the model over the socket that the gateway in this home has for the execution's environment. */
async function ask(home: string, { headers, executionId }: Execution): Promise<TestResponse> {
  const path = join(home, "gateway", gatewayFolderName(executionId), "agent.sock");
  const body = { model: MODEL, max_tokens: 1000 };
  const send = () => sendOver(path, { path: "/llm/anthropic/v1/messages", headers, body });
  for (const deadline = Date.now() + PATIENTLY.timeout; ; ) {
    try {
      return await send();
    } catch (error) {
      if (Date.now() > deadline || !["ENOENT", "ECONNREFUSED"].includes((error as NodeJS.ErrnoException).code ?? "")) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function countReserved(): Promise<number> {
  const { rows } = await db.pool.query("select count(*)::int as count from agent_spendings where not is_settled");
  return rows[0].count;
}

test("a gateway that begins, and one that is killed, leave what the other has reserved alone", {
  timeout: 300_000,
}, async () => {
  const held: ServerResponse[] = [];
  answer = (response) => void held.push(response);
  const execution = await executions.begin({ llm });
  const beside = await executions.begin({ llm });
  const waiting = ask(first.home, execution);
  await expect.poll(countReserved, PATIENTLY).toBe(1);

  const second = await startGateway(first.home);
  expect(await countReserved()).toBe(1);
  const doomed = ask(second.home, beside).catch((error: Error) => error);
  await expect.poll(countReserved, PATIENTLY).toBe(2);

  second.child.kill("SIGKILL");
  await doomed;
  await spawnGateway(second.home);
  // Its own, and no other's.
  await expect.poll(countReserved, PATIENTLY).toBe(1);

  held[0]?.writeHead(200, { "content-type": "application/json" }).end(ANSWER);
  expect((await waiting).httpStatus).toBe(200);
  await expect.poll(countReserved, PATIENTLY).toBe(0);
  const spent = async (taskId: string) => (await executions.stores.budgets.spent(taskId)).spent.tokens;
  expect(await spent(execution.task.id)).toBe(20);
  expect(await spent(beside.task.id)).toBeGreaterThan(1000);
});

test("what a gateway had reserved that never comes back counts as spent once its time is over", {
  timeout: 300_000,
}, async () => {
  answer = () => undefined;
  const third = await startGateway(first.home);
  const execution = await executions.begin({ llm });
  const doomed = ask(third.home, execution).catch((error: Error) => error);
  await expect.poll(countReserved, PATIENTLY).toBe(1);
  third.child.kill("SIGKILL");
  await doomed;
  const spent = async () => (await executions.stores.budgets.spent(execution.task.id)).spent.tokens;
  expect(await spent()).toBe(0);
  await db.pool.query("update gateways set seen_at = seen_at - interval '61 seconds'");
  expect(await spent()).toBeGreaterThan(1000);
});
