import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createConnection, createServer, type Server } from "node:net";
import { storeTask } from "@catalyst/postgres/testing";
import { signInForTest } from "../../server/src/people/testing/sign-in-for-test.ts";
import { startTestServer, type TestServer } from "../../server/src/testing/start-test-server.ts";
import { answerWishes } from "./answer-wishes.ts";
import { endStreams } from "./end-streams.ts";

const TASKS = 3;

/** Where the contract is tried, and as whom. */
export interface Door {
  url: string;
  /** What is sent with each request, for who asks to be known; null: who asks is the owner of the machine. */
  bearer: string | null;
}

export interface ServedContract {
  /** The socket's, on loopback: what tries contracts speaks no Unix socket. */
  ofOwner: Door;
  /** The port, with somebody who signs in now: whoever tries the contract as the owner ends their sessions. */
  signIn(): Promise<Door>;
  /** Things that there are, to be named in paths. */
  known: { task: string; execution: string; repository: string; credential: string; wish: string };
  close(): Promise<void>;
}

/** A server with some tasks, one of which has ended, and a gateway and a worker that answer what they are asked. */
export async function serveContract(): Promise<ServedContract> {
  const server = await startTestServer();
  // What is made up is often the same name for other requests, which would all be refused.
  server.deps.requests = { ...server.deps.requests, begin: async () => ({ kind: "begun", id: randomUUID() }) };
  const [stopAnswering, stopEnding] = [answerWishes(server), endStreams(server)];
  const known = await fill(server);
  const door = await openDoor(server.socketPath);
  return {
    ofOwner: { url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`, bearer: null },
    async signIn() {
      const { bearer } = await signInForTest(server.db, server.deps.owner.userId);
      return { url: server.url, bearer };
    },
    known,
    async close() {
      door.close();
      await Promise.all([stopAnswering(), stopEnding()]);
      await server.close();
    },
  };
}

async function fill({ db, deps, client }: TestServer): Promise<ServedContract["known"]> {
  let stored = await storeTask(db);
  for (let count = 1; count < TASKS; count++) {
    stored = await storeTask(db);
  }
  const { executionId } = stored;
  const claim = { workerId: "contract", leaseSeconds: 60, executionId };
  const lease = await deps.executions.claim(claim);
  const end = { state: "cancelled", failureReason: null, errorMessage: null, result: null } as const;
  await deps.executions.end(lease as NonNullable<typeof lease>, end, {});
  const { id } = await client.call("addCredential", { body: { provider: "anthropic", key: "sk-ant-not-a-real-key" } });
  const [repository] = (await client.call("listRepositories", { query: {} })).data;
  const { id: wish } = await client.call("clean", { body: {} });
  return { task: stored.task.id, execution: executionId, repository: repository?.id ?? "", credential: id, wish };
}

function openDoor(socketPath: string): Promise<Server> {
  const door = createServer((client) => {
    const inner = createConnection(socketPath);
    client.pipe(inner).pipe(client);
    client.on("error", () => inner.destroy());
    inner.on("error", () => client.destroy());
  });
  return new Promise((resolve) => door.listen(0, "127.0.0.1", () => resolve(door)));
}
