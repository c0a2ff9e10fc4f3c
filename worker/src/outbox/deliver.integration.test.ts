import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CatalystError } from "@catalyst/core";
import { type Notice, rotateDestinationSecret } from "@catalyst/core/notification";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { deliverNext } from "./deliver.ts";
import { openSenders } from "./senders.ts";
import { openOutbox, type TestOutbox } from "./testing/open-outbox.ts";
import { type Receiver, startReceiver } from "./testing/start-receiver.ts";

let at: TestOutbox;
let receiver: Receiver;

beforeAll(async () => {
  at = await openOutbox();
});
afterAll(() => at?.close());
beforeEach(async () => {
  await at.db.pool.query("delete from outbox");
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const NOTICE: Notice = {
  kind: "done",
  isTest: false,
  at: "2026-01-01T00:00:00.000Z",
  task: {
    id: "019a0000-0000-7000-8000-000000000000",
    number: 7,
    title: "Fix the cart",
    project: "default",
    repository: "shop",
  },
  change: { number: 3, position: 9, body: { type: "status", status: "completed", failureReason: null } },
};

/** Tries what is due now, which is all that was written. */
async function deliverAll(deps = at.deps): Promise<void> {
  while (await deliverNext(deps)) {}
}

test("a webhook is told once, signed so that the scheme's own library takes it", async () => {
  const made = await at.add({ url: `${receiver.url}/hooks?token=t0ken` });
  const id = await at.write(made, NOTICE);
  await deliverAll();
  await deliverAll();
  expect(receiver.received).toHaveLength(1);
  const [{ path, headers, body }] = receiver.received as [Receiver["received"][number]];
  expect([path, headers["webhook-id"], headers["content-type"]]).toEqual([
    "/hooks?token=t0ken",
    id,
    "application/json",
  ]);
  const { task, change } = NOTICE;
  expect(new Webhook(made.secret as string).verify(body, headers as Record<string, string>)).toEqual({
    type: "task.done",
    timestamp: "2026-01-01T00:00:00.000Z",
    data: { task, change },
  });
  expect(await at.find(made, id)).toMatchObject({ state: "delivered", attempts: 1, problem: null });
});

test("nothing that is stored of a destination opens it: neither its secret nor its address", async () => {
  const made = await at.add({ url: `${receiver.url}/hooks/t0ken` });
  const rows = await at.db.pool.query("select to_json(d) as row from notification_destinations d");
  expect(JSON.stringify(rows.rows)).not.toContain("t0ken");
  expect(JSON.stringify(rows.rows)).not.toContain((made.secret as string).slice(6));
});

test("after its secret was replaced, receivers that know either take it, and a day later the new one alone counts", async () => {
  const made = await at.add({ url: receiver.url });
  const rotated = await rotateDestinationSecret({ actor: at.owner, destination: made.destination.id }, at.keeping);
  const accepts = (secret: string) => {
    const { headers, body } = receiver.received.at(-1) as Receiver["received"][number];
    try {
      return new Webhook(secret).verify(body, headers as Record<string, string>) !== null;
    } catch {
      return false;
    }
  };
  await at.write(made, NOTICE);
  await deliverAll();
  expect([accepts(made.secret as string), accepts(rotated.secret)]).toEqual([true, true]);
  await at.db.pool.query("update notification_destinations set rotated_at = rotated_at - interval '25 hours'");
  await at.write(made, NOTICE);
  await deliverAll();
  expect([accepts(made.secret as string), accepts(rotated.secret)]).toEqual([false, true]);
});

test("who is killed before it sends, or after it sent and before it said so, leaves it to be told under the same id", async () => {
  const made = await at.add({ url: receiver.url });
  const id = await at.write(made, NOTICE);
  const died = async () => {
    throw new Error("killed here");
  };
  const endLease = () =>
    at.db.pool.query("update outbox set leased_until = now() - interval '1 second' where leased_until is not null");
  const beforeSending = { ...at.deps, destinations: { findReceiver: died } };
  await expect(deliverNext(beforeSending)).rejects.toThrow("killed here");
  expect(receiver.received).toEqual([]);
  await endLease();
  const beforeSaying = { ...at.deps, outbox: { ...at.deps.outbox, settle: died } };
  await expect(deliverNext(beforeSaying)).rejects.toThrow("killed here");
  expect(await deliverNext(at.deps)).toBe(false);
  await endLease();
  await deliverAll();
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, id]);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  expect(await at.find(made, id)).toMatchObject({ state: "delivered", attempts: 3 });
});

test.each([
  [500, "waiting", "it answered 500"],
  [404, "waiting", "it answered 404"],
  [302, "waiting", "it answered 302, and redirects are not followed"],
  [410, "dead", "it answered 410"],
] as const)("of a receiver that answers %i the delivery is %s: %s", async (status, state, problem) => {
  receiver.answer((response) => response.writeHead(status, { location: `${receiver.url}/elsewhere` }).end("no"));
  const made = await at.add({ url: receiver.url });
  const id = await at.write(made, NOTICE);
  await deliverAll();
  expect(await at.find(made, id)).toMatchObject({ state, problem, attempts: 1 });
  expect(receiver.received.map(({ path }) => path)).toEqual(["/"]);
});

test("an answer is judged by its status: one without an end is neither read nor waited for", async () => {
  let sent = 0;
  receiver.answer((response) => {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) {
        sent += 65_536;
      }
    };
    response.on("drain", pour);
    pour();
  });
  const made = await at.add({ url: receiver.url });
  const id = await at.write(made, NOTICE);
  await deliverAll();
  expect(await at.find(made, id)).toMatchObject({ state: "delivered" });
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test("a receiver that never answers is given up for now", async () => {
  receiver.answer(() => undefined);
  const made = await at.add({ url: receiver.url });
  const id = await at.write(made, NOTICE);
  await deliverNext(at.deps);
  expect(await at.find(made, id)).toMatchObject({ state: "waiting", problem: "it didn't answer in time" });
});

test("a receiver that is slow holds no other one up", async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  receiver.answer((response) => void held.then(() => response.writeHead(204).end()));
  const patient = { ...at.deps, senders: openSenders(600_000) };
  const other = await startReceiver();
  const [slow, quick] = [await at.add({ url: receiver.url }), await at.add({ url: other.url })];
  const slowIds = [await at.write(slow, NOTICE), await at.write(slow, NOTICE)];
  const quickId = await at.write(quick, NOTICE);
  const first = deliverNext(patient);
  await expect.poll(() => receiver.received.length).toBe(1);
  expect(await deliverNext(patient)).toBe(true);
  expect(await at.find(quick, quickId)).toMatchObject({ state: "delivered" });
  release();
  await first;
  await deliverAll(patient);
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual(slowIds);
  await Promise.all([other.close(), patient.senders.close()]);
});

test("one that speaks no HTTP, or isn't there, can't be reached, and no word of it is kept", async () => {
  const server = createServer();
  server.on("connection", (socket) => socket.end("SECRET-BANNER\r\n"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const made = await at.add({ url: `http://127.0.0.1:${port}` });
  const id = await at.write(made, NOTICE);
  await deliverAll();
  const { problem } = await at.find(made, id);
  expect(problem).toMatch(/^it can't be reached \([A-Za-z_]+\)$/);
  server.close();
});

test.each(["http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://10.0.0.1/", "http://0x7f.1/"])(
  "%s, which is not on the internet, is told nothing for anybody but the machine's owner",
  async (url) => {
    const { id: userId } = await at.keeping.accounts.ensureUser("eve");
    const made = await at.add({ actor: { kind: "person", userId }, url });
    const id = await at.write(made, NOTICE);
    await deliverAll();
    expect(await at.find(made, id)).toMatchObject({
      state: "dead",
      problem: "its address is not on the internet, and may not be told anything",
    });
  },
);

test("a metadata service is told nothing for anybody", async () => {
  const made = await at.add({ url: "http://169.254.169.254/latest" });
  const id = await at.write(made, NOTICE);
  await deliverAll();
  expect(await at.find(made, id)).toMatchObject({ state: "dead" });
});

test("what doesn't open, or only a newer version can tell, is given up with the reason", async () => {
  const made = await at.add({ url: receiver.url });
  const ids = [await at.write(made, NOTICE), await at.write(made, { kind: "sung" } as never)];
  const opener = { open: async () => Promise.reject(new CatalystError("invalid_configuration", "Opening it failed.")) };
  await deliverAll({ ...at.deps, opener });
  const items = await Promise.all(ids.map((id) => at.find(made, id)));
  expect(items.map(({ state, problem }) => [state, problem])).toEqual([
    ["dead", "Opening it failed."],
    ["dead", "only a newer version of Catalyst can tell it"],
  ]);
});

test("Slack is told in its own words, unsigned, and has no secret", async () => {
  const made = await at.add({ channel: "slack", url: `${receiver.url}/services/T0/B0/t0ken` });
  await at.write(made, NOTICE);
  await deliverAll();
  const [{ path, headers, body }] = receiver.received as [Receiver["received"][number]];
  expect([made.secret, path, headers["webhook-signature"]]).toEqual([null, "/services/T0/B0/t0ken", undefined]);
  expect(JSON.parse(body)).toMatchObject({ text: "Task #7 is done: Fix the cart (default, shop)" });
});
