import { randomUUID } from "node:crypto";
import { OUTBOX_LIFETIME_SECONDS, type OutboxItem, testNotice } from "@catalyst/core/notification";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ takeSeconds: 0 });
});
afterAll(() => server?.close());

const URL_WITH_TOKEN = "https://example.com/hooks/t0ken";

function create(change: object = {}) {
  return server.client.call("createDestination", { body: { name: randomUUID(), url: URL_WITH_TOKEN, ...change } });
}

test("a destination's secret is told once, and its address as far as its host", async () => {
  const { destination, secret } = await create({ name: "ci", kinds: ["failed", "failed"] });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(destination).toMatchObject({ name: "ci", origin: "https://example.com", project: null, kinds: ["failed"] });
  const { data } = await server.client.call("listDestinations", {});
  expect(data).toContainEqual(destination);
  expect(JSON.stringify(data)).not.toContain("t0ken");
  const rotated = await server.client.call("rotateDestinationSecret", { params: { destination: "ci" } });
  expect(rotated.secret).not.toBe(secret);
  const changed = await server.client.call("changeDestination", {
    params: { destination: "ci" },
    body: { name: "builds", kinds: [], hasEveryChange: true },
  });
  expect(changed).toMatchObject({ id: destination.id, name: "builds", kinds: [], hasEveryChange: true });
  await server.client.call("removeDestination", { params: { destination: "builds" } });
  expect((await server.client.call("listDestinations", {})).data).not.toContainEqual(changed);
});

test.each([
  [{ url: "ftp://example.com/" }, "invalid_input"],
  [{ url: "example.com/hooks" }, "invalid_input"],
  [{ url: null }, "invalid_input"],
  [{ url: "https://ann:pass@example.com/" }, "invalid_input"],
  [{ url: "https://example.com/#part" }, "invalid_input"],
  [{ url: "javascript:alert(1)" }, "invalid_input"],
  [{ name: "a\u202eb" }, "invalid_input"],
  [{ kinds: [] }, "invalid_input"],
  [{ channel: "slack", hasEveryChange: true }, "invalid_input"],
  [{ channel: "pigeon" }, "invalid_input"],
  [{ kinds: ["sung"] }, "invalid_input"],
  [{ project: "no-such" }, "not_found"],
  [{ userId: randomUUID() }, "invalid_input"],
])("a destination with %j isn't made: %s", async (change, code) => {
  await expect(create(change)).rejects.toMatchObject({ code });
});

test("a person has none of a name twice, and not more than twenty", async () => {
  await create({ name: "twice" });
  await expect(create({ name: "twice" })).rejects.toMatchObject({ code: "conflict" });
  const { data } = await server.client.call("listDestinations", {});
  for (let count = data.length; count < 20; count++) {
    await create();
  }
  await expect(create()).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("20") });
  await server.db.pool.query("delete from notification_destinations");
});

test("what was given up is listed with the reason, and tried anew under its id when it is asked for", async () => {
  const { destination } = await create();
  const outbox = server.deps.outbox;
  const write = () =>
    outbox.add({
      ...{ key: randomUUID(), kind: "notification", lane: randomUUID(), taskId: null, payload: testNotice(new Date()) },
      ...{ destinationId: destination.id, lifetimeSeconds: OUTBOX_LIFETIME_SECONDS },
    });
  const ids = [await write(), await write(), await write()];
  const given = (await outbox.claimNext({ kinds: ["notification"], leaseSeconds: 60 })) as OutboxItem;
  await outbox.settle(given, { kind: "dead", problem: "it answered 410" });
  const list = (query: object) =>
    server.client.call("listDeliveries", { params: { destination: destination.id }, query });
  const first = await list({ limit: 2 });
  const second = await list({ limit: 2, cursor: first.nextCursor });
  const all = [...first.data, ...second.data];
  expect([all.map(({ id }) => id), second.nextCursor]).toEqual([ids.toReversed(), null]);
  const dead = all.find(({ id }) => id === given.id);
  expect(dead).toMatchObject({ state: "dead", problem: "it answered 410", attempts: 1, nextAt: null, isTest: true });
  const resend = (delivery: string) => server.client.call("resendDelivery", { params: { delivery } });
  expect(await resend(given.id)).toMatchObject({ id: given.id, state: "waiting", problem: null, attempts: 0 });
  await expect(resend(given.id)).rejects.toMatchObject({ code: "conflict" });
  await expect(resend(randomUUID())).rejects.toMatchObject({ code: "not_found" });
});

test("a test that no worker takes is told as one that waits", async () => {
  const { destination } = await create();
  const said = await server.client.call("testDestination", { params: { destination: destination.name } });
  expect(said).toMatchObject({ state: "waiting", isTest: true, attempts: 0, problem: null });
});

test("a person tries destinations twenty times a minute, whichever they are, and is told when they may again", async () => {
  const strict = await startTestServer({ takeSeconds: 0 });
  const made = await Promise.all(
    ["one", "other"].map((name) => strict.client.call("createDestination", { body: { name, url: URL_WITH_TOKEN } })),
  );
  const test = (index: number) => {
    const destination = made[index % 2]?.destination.id as string;
    return strict.client.call("testDestination", { params: { destination } });
  };
  const tried = await Promise.allSettled(Array.from({ length: 60 }, (_, index) => test(index)));
  expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  await expect(test(0)).rejects.toMatchObject({ code: "too_many" });
  await expect(strict.client.call("listDestinations", {})).resolves.toMatchObject({ data: [{}, {}] });
  await strict.close();
});

test("Slack has no secret, and so none that is replaced", async () => {
  const { destination, secret } = await create({ channel: "slack" });
  expect([destination.channel, secret]).toEqual(["slack", null]);
  const rotating = server.client.call("rotateDestinationSecret", { params: { destination: destination.id } });
  await expect(rotating).rejects.toMatchObject({ code: "invalid_input" });
});

test("where no e-mail is sent, adding it says what would help", async () => {
  const adding = create({ channel: "email", url: null });
  await expect(adding).rejects.toMatchObject({ code: "conflict", way: { kind: "set_up_mail" } });
});
