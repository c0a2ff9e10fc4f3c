import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createMemory, memoryBudgetStore, memoryGrantStore } from "@catalyst/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GatewayDeps } from "./gateway-deps.ts";
import { listenInFolder } from "./sockets/listen-in-folder.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "./testing/start-test-gateway.ts";
import { startUpstream } from "./testing/start-upstream.ts";

const KEY = "sk-ant-canary-0123456789abcdefghij";
const HANG = { provider: "anthropic", key: KEY } as const;

/** The first request waits for the threads that read bodies. */

let gateway: TestGateway;

afterEach(() => gateway.stop());

/** Sends bytes as they are, from an execution's environment, and returns what comes back until the connection closes. */
async function sendRaw(executionId: string, text: string): Promise<string> {
  const socketPath = await gateway.socketOf(executionId);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket: Socket = createConnection(socketPath, () => socket.write(text));
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

describe("who may ask", () => {
  beforeEach(async () => {
    gateway = await startTestGateway();
  });

  test("anybody inside may ask for its health, and learns nothing else", async () => {
    expect(await gateway.send({ path: "/health" })).toMatchObject({ httpStatus: 200, text: '{"status":"ok"}' });
  });

  test.each([
    ["/llm/anthropic/v1/messages", { type: "error", error: { type: "authentication_error" } }],
    ["/llm/openai/v1/responses", { error: { code: "invalid_api_key", type: "authentication_error" } }],
    ["/llm/gemini/v1beta/models", { error: { code: 401, status: "UNAUTHENTICATED" } }],
    ["/llm/ollama/api/tags", { error: expect.any(String) }],
    ["/events", { error: { code: "unauthenticated" } }],
  ])("%s without a live token is refused in the words of its protocol", async (path, body) => {
    const attempts: Record<string, string>[] = [
      {},
      { "x-api-key": "t".repeat(43) },
      { authorization: `Bearer ${"t".repeat(43)}` },
    ];
    for (const headers of attempts) {
      const answer = await gateway.send({ path, headers, method: "POST" });
      expect(answer.httpStatus).toBe(401);
      expect(JSON.parse(answer.text)).toMatchObject(body);
    }
  });

  test("a token is refused once its grant ended, whatever it is for", async () => {
    const grant = await gateway.grant(null);
    grant.end();
    for (const path of ["/events", "/llm/openai/v1/models", "/git/repository.git/info/refs?service=git-upload-pack"]) {
      expect((await gateway.send({ path, headers: { authorization: `Bearer ${grant.token}` } })).httpStatus).toBe(401);
    }
  });
});

test("while the database is away, requests are told to come back later", async () => {
  gateway = await startTestGateway({
    deps: {
      grants: { ...memoryGrantStore(createMemory()), findLive: () => Promise.reject(new Error("secret detail")) },
    },
  });
  const answer = await gateway.send({ path: "/events", headers: { authorization: `Bearer ${"t".repeat(43)}` } });
  expect(answer.httpStatus).toBe(503);
  expect(answer.headers["retry-after"]).toBe("1");
  expect(answer.text + gateway.logged()).not.toContain("secret detail");
});

describe("what may be asked", () => {
  beforeEach(async () => {
    gateway = await startTestGateway();
  });

  test.each([
    ["another provider", "POST", "/llm/openai/v1/responses", "LLM request to openai"],
    ["a path that is not on the list", "POST", "/llm/anthropic/v1/files", "POST /v1/files"],
    ["another method", "DELETE", "/llm/anthropic/v1/messages", "DELETE /v1/messages"],
    ["another parameter", "POST", "/llm/anthropic/v1/messages?key=1", "query parameter at POST /v1/messages"],
  ])("%s is refused and leaves an audit event", async (_what, ...[method, path, action]) => {
    const grant = await gateway.grant({ ...HANG, baseUrl: "http://127.0.0.1:9" });
    const answer = await gateway.send({
      method,
      path,
      headers: { "x-api-key": grant.token },
      ...(method === "POST" ? { body: {} } : {}),
    });
    expect(answer.httpStatus).toBe(403);
    expect(gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked", action }]);
  });

  test("an execution without a model may use none", async () => {
    const grant = await gateway.grant(null);
    expect(
      (await gateway.send({ path: "/llm/anthropic/v1/models", headers: { "x-api-key": grant.token } })).httpStatus,
    ).toBe(403);
  });

  test("a path outside the three services is refused and leaves an audit event", async () => {
    const grant = await gateway.grant(null);
    expect((await gateway.send({ path: "/metrics", headers: { "x-api-key": grant.token } })).httpStatus).toBe(404);
    expect(gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked", action: "GET /metrics" }]);
  });

  test("absolute URLs, tunnels and upgrades lead nowhere", async () => {
    const { runnerToken, executionId } = await gateway.grant(null);
    const headers = `Host: x\r\nAuthorization: Bearer ${runnerToken}\r\nConnection: close\r\n`;
    expect(await sendRaw(executionId, `GET http://169.254.169.254/latest HTTP/1.1\r\n${headers}\r\n`)).toMatch(
      /^HTTP\/1.1 400/,
    );
    expect(await sendRaw(executionId, `CONNECT 169.254.169.254:80 HTTP/1.1\r\n${headers}\r\n`)).not.toMatch(
      /^HTTP\/1.1 2/,
    );
    // The request itself is answered as any other; what it asks to become is not.
    expect(await sendRaw(executionId, `GET /messages HTTP/1.1\r\n${headers}Upgrade: websocket\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 200[\s\S]*"messages":\[\]/,
    );
  });

  test("two lengths, or a length beside chunks, are refused before anything is read", async () => {
    const { executionId } = await gateway.grant(null);
    expect(
      await sendRaw(
        executionId,
        "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
      ),
    ).toMatch(/^HTTP\/1.1 400/);
    expect(
      await sendRaw(
        executionId,
        "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ),
    ).toMatch(/^HTTP\/1.1 400/);
  });

  test("headers beyond 16 KiB are refused", async () => {
    const { executionId } = await gateway.grant(null);
    expect(await sendRaw(executionId, `GET /health HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431/,
    );
  });
});

test("one execution can't open more than its number of requests, and another one is not held up by that", async () => {
  gateway = await startTestGateway({ limits: { concurrentRequests: 2 } });
  let finish: (() => void)[] = [];
  const upstream = await startUpstream((response) => finish.push(() => response.end("{}")));
  const ask = (token: string) =>
    gateway.send({ path: "/llm/anthropic/v1/messages", headers: { "x-api-key": token }, body: {} });
  const [first, second] = [
    await gateway.grant({ ...HANG, baseUrl: upstream.url }),
    await gateway.grant({ ...HANG, baseUrl: upstream.url }),
  ];
  const open = [ask(first.token), ask(first.token)];
  await expect.poll(() => finish.length).toBe(2);
  expect(await ask(first.token)).toMatchObject({ httpStatus: 429, headers: { "retry-after": "1" } });
  open.push(ask(second.token));
  await expect.poll(() => finish.length).toBe(3);
  for (const end of finish) {
    end();
  }
  expect((await Promise.all(open)).map(({ httpStatus }) => httpStatus)).toEqual([200, 200, 200]);
  finish = [];
  await upstream.close();
});

test("requests beyond the rate are refused", async () => {
  gateway = await startTestGateway({ limits: { requests: { perSecond: 1, burst: 20 } } });
  const grant = await gateway.grant(null);
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => gateway.send({ path: "/x", headers: { "x-api-key": grant.token } })),
  );
  expect(answers.filter(({ httpStatus }) => httpStatus === 429).length).toBeGreaterThanOrEqual(9);
});

describe("of a flood of refusals", () => {
  let grant: TestGrant;

  async function beRefused(times: number): Promise<void> {
    for (let count = 1; count <= times; count += 1) {
      await gateway.send({ path: `/x${count}`, headers: { "x-api-key": grant.token } });
    }
  }

  beforeEach(async () => {
    gateway = await startTestGateway({ limits: { auditEvents: { perSecond: 0.001, burst: 5 } } });
    grant = await gateway.grant(null);
  });

  test("the first are recorded one by one, and how many more there were is recorded before the execution's end", async () => {
    await beRefused(30);
    expect(gateway.eventsOf(grant.executionId)).toHaveLength(5);
    const ended = {
      type: "agent_ended",
      outcome: "completed",
      exitCode: 0,
      command: "",
      summary: null,
      headCommit: null,
    };
    const headers = { authorization: `Bearer ${grant.runnerToken}` };
    await gateway.send({
      path: "/events",
      headers,
      body: { events: [{ sourceNumber: 1, at: new Date(), body: ended }] },
    });
    expect(gateway.eventsOf(grant.executionId).slice(5)).toMatchObject([
      { type: "blocked_more", count: 25, last: "GET /x30" },
      { type: "agent_ended" },
    ]);
  });

  test("the number is recorded after some seconds in any case", { timeout: 180_000 }, async () => {
    await beRefused(7);
    await expect
      .poll(() => gateway.eventsOf(grant.executionId).at(-1))
      .toEqual({
        type: "blocked_more",
        count: 2,
        last: "GET /x7",
      });
  });

  test("the number is recorded before the gateway stops", async () => {
    await beRefused(6);
    await gateway.gateway.stop();
    expect(gateway.eventsOf(grant.executionId).at(-1)).toMatchObject({ type: "blocked_more", count: 1 });
  });
});

test("an execution whose open requests are too large together waits, and may go on when they ended", async () => {
  gateway = await startTestGateway({ limits: { maxHeldBytes: 150_000 } });
  const finish: (() => void)[] = [];
  const upstream = await startUpstream((response) => finish.push(() => response.end("{}")));
  const grant = await gateway.grant({ ...HANG, baseUrl: upstream.url });
  const ask = () => {
    const headers = { "x-api-key": grant.token };
    return gateway.send({ path: "/llm/anthropic/v1/messages", headers, body: { system: "x".repeat(100_000) } });
  };
  const first = ask();
  await expect.poll(() => finish.length).toBe(1);
  expect((await ask()).httpStatus).toBe(429);
  finish[0]?.();
  expect((await first).httpStatus).toBe(200);
  const second = ask();
  await expect.poll(() => finish.length).toBe(2);
  finish[1]?.();
  expect((await second).httpStatus).toBe(200);
  await upstream.close();
});

test("what a request used is recorded also when the database comes back only a moment later", async () => {
  let failures = 2;
  const stored = () => memoryBudgetStore(gateway.memory);
  const budgets: GatewayDeps["budgets"] = {
    look: (asked) => stored().look(asked),
    note: (request) => stored().note(request),
    reserve: (wanted) => stored().reserve(wanted),
    settle: (came) => (failures-- > 0 ? Promise.reject(new Error("the database is away")) : stored().settle(came)),
    warn: async () => [],
    enter: async () => undefined,
    stay: async () => undefined,
  };
  gateway = await startTestGateway({ limits: { recordRetrySeconds: [0.01, 0.01] }, deps: { budgets } });
  const upstream = await startUpstream((response) => response.end("{}"));
  const grant = await gateway.grant({ ...HANG, baseUrl: upstream.url });
  const headers = { "x-api-key": grant.token };
  expect((await gateway.send({ path: "/llm/anthropic/v1/messages", headers, body: {} })).httpStatus).toBe(200);
  await expect.poll(() => gateway.memory.events).toMatchObject([{ body: { type: "usage", isAtMost: true } }]);
  expect(failures).toBe(-1);
  await upstream.close();
});

test("the stop lets an open request end, takes no new one, and cuts what takes too long", async () => {
  gateway = await startTestGateway({ limits: { drainSeconds: 1 } });
  const finish: (() => void)[] = [];
  const upstream = await startUpstream((response) => finish.push(() => response.end("{}")));
  const grant = await gateway.grant({ ...HANG, baseUrl: upstream.url });
  const ask = () =>
    gateway.send({ path: "/llm/anthropic/v1/messages", headers: { "x-api-key": grant.token }, body: {} });
  const quick = ask();
  const endless = ask().catch((error: NodeJS.ErrnoException) => error.code);
  await expect.poll(() => finish.length).toBe(2);
  const stopped = gateway.gateway.stop();
  finish[0]?.();
  expect((await quick).httpStatus).toBe(200);
  await expect(ask()).rejects.toThrow();
  await stopped;
  expect(await endless).toBe("ECONNRESET");
  await upstream.close();
});

describe("the socket", () => {
  let folder: string;

  beforeEach(async () => {
    gateway = await startTestGateway();
    folder = await mkdtemp(join(tmpdir(), "catalyst-socket-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("the gateway's own socket and its folder are the owner's alone", async () => {
    expect((await stat(gateway.gateway.socketPath)).mode & 0o777).toBe(0o600);
    expect((await stat(join(gateway.home, "gateway"))).mode & 0o777).toBe(0o700);
  });

  test("where a gateway answers, a second one doesn't start and the first goes on", async () => {
    const second = listenInFolder(createHttpServer(), dirname(gateway.gateway.socketPath));
    await expect(second).rejects.toMatchObject({ code: "conflict" });
    expect((await gateway.send({ path: "/health" })).httpStatus).toBe(200);
  });

  test("the socket of a dead gateway is replaced", async () => {
    const path = join(folder, "gateway", "gateway.sock");
    await mkdir(join(folder, "gateway"));
    await leaveDeadSocket(path);
    const server = createHttpServer();
    await listenInFolder(server, join(folder, "gateway"));
    await new Promise((resolve) => server.close(resolve));
  });

  test("where the path of an environment's socket would be too long, that is said at the start", async () => {
    const longest = 107 - "/gateway/00000000/gateway.sock".length;
    const home = join(folder, "x".repeat(longest - folder.length));
    await expect(listenInFolder(createHttpServer(), join(home, "gateway"))).rejects.toThrow(
      "Set CATALYST_HOME to a path that is at least 1 byte shorter.",
    );
  });
});

/** A process that is killed leaves its socket behind. */
async function leaveDeadSocket(path: string): Promise<void> {
  const script = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  await promisify(execFile)(process.execPath, ["-e", script], { env: {} }).catch(() => undefined);
  expect((await stat(path)).isSocket()).toBe(true);
}
