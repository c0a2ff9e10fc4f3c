import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GatewayLimits } from "../limits/gateway-limits.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "../testing/start-test-gateway.ts";

let gateway: TestGateway;
let attacker: TestGrant;
let victim: TestGrant;
let opened: Socket[];

async function start(limits: Partial<GatewayLimits> = {}): Promise<void> {
  gateway = await startTestGateway({ limits });
  [attacker, victim] = [await gateway.grant(null), await gateway.grant(null)];
}

beforeEach(() => {
  opened = [];
});

afterEach(async () => {
  for (const socket of opened) {
    socket.destroy();
  }
  await gateway.stop();
});

const askMessages = ({ runnerToken }: TestGrant) =>
  gateway.send({ path: "/messages", headers: { authorization: `Bearer ${runnerToken}` } });

/** A connection out of an execution's environment; null when nobody takes it. `agent.sock`: over the port of its agent. */
async function connectFrom({ executionId }: TestGrant, name = "gateway.sock"): Promise<Socket | null> {
  const path = join(dirname(await gateway.socketOf(executionId)), name);
  return new Promise((resolve) => {
    const socket = createConnection(path, () => resolve(socket));
    socket.on("error", () => resolve(null));
    opened.push(socket);
  });
}

/** Sends over a connection and returns the first that is answered; "" when it ends before. */
async function tell(socket: Socket, text: string): Promise<string> {
  const answered = Promise.race([once(socket, "data"), once(socket, "close")]);
  socket.write(text);
  return String((await answered)[0]);
}

function ask(path: string, token: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
}

const isOpen = (socket: Socket | null) => socket !== null && !socket.destroyed;

describe("a token", () => {
  test("is worth nothing over another environment's socket, and the attempt is told where it belongs", async () => {
    await start();
    const socket = await connectFrom(attacker);
    expect(await tell(socket as Socket, ask("/messages", victim.runnerToken))).toMatch(/^HTTP\/1\.1 401 /);
    const environment = attacker.executionId.slice(0, 8);
    expect(gateway.eventsOf(victim.executionId)).toMatchObject([
      { type: "blocked", action: `execution token over the socket of environment ${environment}` },
    ]);
    expect(gateway.eventsOf(attacker.executionId)).toEqual([]);
    expect((await askMessages(victim)).httpStatus).toBe(200);
  });

  test("opens no connection to a host there, either", async () => {
    await start();
    victim.allow("registry.npmjs.org");
    const socket = await connectFrom(attacker);
    const connect = `CONNECT registry.npmjs.org:443 HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Bearer ${victim.token}\r\n\r\n`;
    expect(await tell(socket as Socket, connect)).toMatch(/^HTTP\/1\.1 407 /);
    expect(gateway.eventsOf(victim.executionId)).toMatchObject([{ type: "blocked" }]);
  });

  test("is worth nothing over the gateway's own socket, which answers for its health alone", async () => {
    await start();
    const own = () => {
      const socket = createConnection(gateway.gateway.socketPath);
      opened.push(socket);
      return socket;
    };
    expect(await tell(own(), ask("/messages", victim.runnerToken))).toMatch(/^HTTP\/1\.1 401 /);
    expect(await tell(own(), "GET /health HTTP/1.1\r\nHost: x\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
    expect(gateway.eventsOf(victim.executionId)).toMatchObject([
      { type: "blocked", action: "execution token over the gateway's own socket" },
    ]);
  });

  test("that is tried elsewhere again and again fills nobody's log, and uses up nothing of its execution's limits", async () => {
    await start({ requests: { perSecond: 1, burst: 5 }, misplacedTokens: { perSecond: 0.001, burst: 3 } });
    for (let count = 0; count < 10; count += 1) {
      const socket = await connectFrom(attacker);
      await tell(socket as Socket, ask("/messages", victim.runnerToken));
    }
    expect(gateway.eventsOf(victim.executionId)).toHaveLength(3);
    expect((await askMessages(victim)).httpStatus).toBe(200);
  });
});

describe("connections of one environment", () => {
  test("without a token are a few, however many are made, and nobody else notices", async () => {
    await start();
    for (let count = 0; count < 2000; count += 1) {
      await connectFrom(attacker);
    }
    expect(opened.filter(isOpen).length).toBeLessThanOrEqual(32);
    expect((await askMessages(victim)).httpStatus).toBe(200);
    const health = createConnection(gateway.gateway.socketPath);
    opened.push(health);
    expect(await tell(health, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("without a token make room for the newest, which may have one, and never for each other's those that have", async () => {
    await start({ concurrentStrangers: 4 });
    const kept = (await connectFrom(attacker)) as Socket;
    expect(await tell(kept, ask("/messages", attacker.runnerToken))).toMatch(/^HTTP\/1\.1 200 /);
    for (let count = 0; count < 40; count += 1) {
      await connectFrom(attacker);
    }
    const late = (await connectFrom(attacker)) as Socket;
    expect(await tell(late, ask("/messages", attacker.runnerToken))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await tell(kept, ask("/messages", attacker.runnerToken))).toMatch(/^HTTP\/1\.1 200 /);
    await expect.poll(() => opened.filter(isOpen).length).toBeLessThanOrEqual(6);
  });

  test("with the agent's token leave room for the runner's", async () => {
    await start({ concurrentConnections: 3 });
    const answers: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const socket = (await connectFrom(attacker)) as Socket;
      answers.push((await tell(socket, ask("/llm/openai/v1/models", attacker.token))).slice(9, 12));
    }
    expect(answers).toEqual(["403", "403", "403", "429", "429"]);
    expect((await askMessages(attacker)).httpStatus).toBe(200);
  });

  test("that are made too fast find nobody listening for a moment, and then somebody again", async () => {
    await start({ connections: { perSecond: 5, burst: 10 } });
    const sockets: (Socket | null)[] = [];
    for (let count = 0; count < 30; count += 1) {
      sockets.push(await connectFrom(attacker));
    }
    expect(sockets.filter((socket) => socket === null).length).toBeGreaterThan(10);
    expect((await askMessages(victim)).httpStatus).toBe(200);
    await expect
      .poll(() =>
        askMessages(attacker).then(
          ({ httpStatus }) => httpStatus,
          () => 0,
        ),
      )
      .toBe(200);
  });

  test("over the agent's port, however many and fast, keep nothing of its runner's from the gateway", async () => {
    await start({ connections: { perSecond: 5, burst: 10 } });
    for (let count = 0; count < 30; count += 1) {
      await connectFrom(attacker, "agent.sock");
    }
    expect(await connectFrom(attacker, "agent.sock")).toBeNull();
    expect((await askMessages(attacker)).httpStatus).toBe(200);
  });

  test("that only begin a request end after some time", async () => {
    await start({ headerSeconds: 1 });
    const socket = (await connectFrom(attacker)) as Socket;
    socket.on("data", () => undefined);
    socket.write("GET /messages HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    await expect.poll(() => isOpen(socket)).toBe(false);
  });

  test("end with a request that is refused for its token or its rate", async () => {
    await start({ requests: { perSecond: 0.001, burst: 1 } });
    const unknown = (await connectFrom(attacker)) as Socket;
    expect(await tell(unknown, ask("/messages", "t".repeat(43)))).toMatch(/^HTTP\/1\.1 401 /);
    const flooding = (await connectFrom(attacker)) as Socket;
    expect(await tell(flooding, ask("/messages", attacker.runnerToken))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await tell(flooding, ask("/messages", attacker.runnerToken))).toMatch(/^HTTP\/1\.1 429 /);
    await expect.poll(() => [isOpen(unknown), isOpen(flooding)]).toEqual([false, false]);
  });

  test("end all together with thousands of requests in one piece; the runner's and other environments' stay", async () => {
    await start();
    const runners = (await connectFrom(attacker)) as Socket;
    expect(await tell(runners, ask("/messages", attacker.runnerToken))).toMatch(/^HTTP\/1\.1 200 /);
    const other = (await connectFrom(victim)) as Socket;
    expect(await tell(other, ask("/messages", victim.runnerToken))).toMatch(/^HTTP\/1\.1 200 /);
    const idle = (await connectFrom(attacker, "agent.sock")) as Socket;
    idle.on("data", () => undefined);
    const flooding = (await connectFrom(attacker, "agent.sock")) as Socket;
    flooding.on("data", () => undefined);
    flooding.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".repeat(5000));
    await expect.poll(() => [isOpen(flooding), isOpen(idle)]).toEqual([false, false]);
    expect(await tell(runners, ask("/messages", attacker.runnerToken))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await tell(other, ask("/messages", victim.runnerToken))).toMatch(/^HTTP\/1\.1 200 /);
  });
});
