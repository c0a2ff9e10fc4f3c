import { randomUUID } from "node:crypto";
import { unsubscribeUrl } from "@catalyst/core/notification";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

async function addMail(channel: "email" | "slack" = "email"): Promise<string> {
  const id = randomUUID();
  await server.db.pool.query(
    "insert into notification_destinations (id, user_id, name, channel, kinds) values ($1, $2, $3, $4, '[\"done\"]')",
    [id, server.deps.owner.userId, id, channel],
  );
  return id;
}

const isThere = async (id: string) =>
  (await server.deps.destinations.list({ userId: server.deps.owner.userId, teamId: null })).some(
    (destination) => destination.id === id,
  );
const linkOf = async (id: string) => unsubscribeUrl(server.url, id, await server.deps.openUnsubscribeKey());

/** As a mail program's server does it: no cookie, no page that it came from. */
const oneClick = (url: string) =>
  fetch(url, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }), redirect: "error" });

test("one POST of a mail program ends the mail, once and for all; another destination stays", async () => {
  const [id, other] = [await addMail(), await addMail()];
  const link = await linkOf(id);
  expect((await oneClick(link)).status).toBe(200);
  expect([await isThere(id), await isThere(other)]).toEqual([false, true]);
  expect((await oneClick(link)).status).toBe(200);
});

test("looking at the link changes nothing; the page has a button that does, and is shown in nobody's frame", async () => {
  const id = await addMail();
  const link = await linkOf(id);
  for (const method of ["GET", "HEAD"]) {
    expect((await fetch(link, { method })).status).toBe(200);
  }
  const answer = await fetch(link);
  expect(await answer.text()).toContain('<form method="post"><button>');
  expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await isThere(id)).toBe(true);
  expect((await fetch(link, { method: "POST", headers: { origin: server.url } })).status).toBe(200);
  expect(await isThere(id)).toBe(false);
});

test("a link that isn't ours ends nothing, whatever it names, and says nothing of what there is", async () => {
  const id = await addMail();
  const link = new URL(await linkOf(id));
  const stranger = new URL(await linkOf(randomUUID()));
  const wrong = ["", "x", `${"A".repeat(43)}`, stranger.searchParams.get("token") as string, "é".repeat(1000)];
  const bodies = new Set<string>();
  for (const token of wrong) {
    link.searchParams.set("token", token);
    const answer = await oneClick(link.href);
    expect(answer.status).toBe(404);
    bodies.add(await answer.text());
  }
  const odd = await oneClick(`${server.url}/unsubscribe?of=1%27%20or%201=1&token=x`);
  expect(odd.status).toBe(404);
  expect((await oneClick(`${server.url}/unsubscribe`)).status).toBe(404);
  expect(bodies.size).toBe(1);
  expect(await isThere(id)).toBe(true);
});

test("what isn't mail isn't ended by a link, and another site's page can't send one", async () => {
  const slack = await addMail("slack");
  expect((await oneClick(await linkOf(slack))).status).toBe(200);
  expect(await isThere(slack)).toBe(true);
  const id = await addMail();
  const headers = { origin: "https://evil.example" };
  expect((await fetch(await linkOf(id), { method: "POST", headers })).status).toBe(403);
  expect(await isThere(id)).toBe(true);
});

test("a body that is long is refused unread", async () => {
  const id = await addMail();
  const answer = await fetch(await linkOf(id), { method: "POST", body: "x".repeat(100_000) });
  expect(answer.status).toBe(413);
  expect(await isThere(id)).toBe(true);
});
