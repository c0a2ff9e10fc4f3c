import { createHmac } from "node:crypto";
import { type GitHubApp, type GitHubDelivery, MAX_DELIVERY_BYTES } from "@catalyst/core/forge";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Answered, ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { appSignedWith, signedHeaders } from "./testing/signed-delivery.ts";

const PATH = "/api/github/webhook";
const SECRET = "a secret of this App";
const BODY = '{"action":"assigned","text":"\\u0000é"}\n';
const MINUTE = 60_000;

let server: TestServer;
let app: GitHubApp;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());
beforeEach(async () => {
  await drain();
  app = await addApp(SECRET);
});

/** Stored, and known to the server by now. */
async function addApp(...said: Parameters<typeof appSignedWith>): Promise<GitHubApp> {
  const added = appSignedWith(...said);
  await server.deps.githubApps.insert(added);
  if (said[0] !== null) {
    const isKnown = async () =>
      (await send("known?", signedHeaders(added, { secret: said[0] as string, body: "known?" }))).status;
    await expect.poll(isKnown, { timeout: MINUTE }).toBe(202);
    await drain();
  }
  return added;
}

function send(body: string | Buffer, headers: Record<string, string> | string[], path = PATH): Promise<Answered> {
  const { host } = new URL(server.url);
  const all = Array.isArray(headers) ? ["host", host, ...headers] : { host, ...headers };
  return ask(server.url, { path, method: "POST", headers: all, body });
}

/** All that waits, which it then does no more. */
async function drain(): Promise<GitHubDelivery[]> {
  const found: GitHubDelivery[] = [];
  for (;;) {
    const delivery = await server.deps.githubDeliveries.claimNext({ leaseSeconds: 600 });
    if (delivery === null) {
      return found;
    }
    found.push(delivery);
    await server.deps.githubDeliveries.settle(delivery, { kind: "failed", reason: "taken by a test" });
  }
}

test("what an App of ours signed is stored as it came, and answered with 202", async () => {
  const bytes = Buffer.from([0xff, 0x00, 0x0a, 0xc3]);
  for (const body of [Buffer.from(BODY), Buffer.alloc(0), bytes]) {
    const headers = signedHeaders(app, { secret: SECRET, body, event: "an_event_of_tomorrow" });
    expect(await send(body, headers)).toMatchObject({ status: 202, text: "" });
    const guid = headers["x-github-delivery"];
    expect(await drain()).toMatchObject([{ appId: app.id, guid, event: "an_event_of_tomorrow", body }]);
  }
});

test("what is sent twice is stored once, and both are answered with 202", async () => {
  const headers = signedHeaders(app, { secret: SECRET, body: BODY });
  const answers = await Promise.all([send(BODY, headers), send(BODY, headers)]);
  answers.push(await send(BODY, headers));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(await drain()).toHaveLength(1);
});

test("of what nobody known signed nothing is stored, and nobody is told why", async () => {
  const silent = await addApp(null);
  const ofCompany = await addApp(SECRET, { host: "ghe.example" });
  const signed = signedHeaders(app, { secret: SECRET, body: BODY });
  const forged = [
    signedHeaders(app, { secret: "another secret", body: BODY }),
    signedHeaders(app, { secret: SECRET, body: `${BODY} ` }),
    signedHeaders({ appId: app.appId + 1 }, { secret: SECRET, body: BODY }),
    signedHeaders(silent, { secret: SECRET, body: BODY }),
    { ...signedHeaders(ofCompany, { secret: SECRET, body: BODY }), "x-github-enterprise-host": "other.example" },
    { ...signed, "x-hub-signature-256": `sha256=${"0".repeat(64)}` },
  ];
  const answers = await Promise.all(forged.map((headers) => send(BODY, headers)));
  for (const { status, text } of answers) {
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ code: "forbidden", detail: "No App that is known here signed this." });
  }
  expect(await drain()).toEqual([]);
  const theirs = {
    ...signedHeaders(ofCompany, { secret: SECRET, body: BODY }),
    "x-github-enterprise-host": "GHE.example",
  };
  expect(await send(BODY, theirs)).toMatchObject({ status: 202 });
});

const withoutEach = [
  "x-github-delivery",
  "x-github-event",
  "x-github-hook-installation-target-id",
  "x-github-hook-installation-target-type",
  "x-hub-signature-256",
].map((name) => [`without ${name}`, (all: Record<string, string>) => ({ ...all, [name]: undefined })] as const);

test.each<readonly [string, (all: Record<string, string>) => Record<string, string | undefined>]>([
  ...withoutEach,
  ["signed by the older hash", (all) => ({ ...all, "x-hub-signature-256": `sha1=${"0".repeat(40)}` })],
  ["with half a signature", (all) => ({ ...all, "x-hub-signature-256": all["x-hub-signature-256"]?.slice(0, -1) })],
  ["of a repository's own hook", (all) => ({ ...all, "x-github-hook-installation-target-type": "repository" })],
  ["for no number", (all) => ({ ...all, "x-github-hook-installation-target-id": "1e3" })],
  ["of a name that is no name", (all) => ({ ...all, "x-github-delivery": "../x" })],
  ["of an endless name", (all) => ({ ...all, "x-github-delivery": "a".repeat(101) })],
  ["of an event that is none", (all) => ({ ...all, "x-github-event": "issues; drop" })],
  ["of a host that is none", (all) => ({ ...all, "x-github-enterprise-host": "a host" })],
])("a delivery %s is refused", async (_what, change) => {
  const changed = change(signedHeaders(app, { secret: SECRET, body: BODY }));
  const headers = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  expect(await send(BODY, headers as Record<string, string>)).toMatchObject({ status: 400 });
  expect(await drain()).toEqual([]);
});

test.each(["x-github-delivery", "x-github-event", "x-github-hook-installation-target-id", "x-hub-signature-256"])(
  "a delivery that says %s twice is refused",
  async (name) => {
    const headers = signedHeaders(app, { secret: SECRET, body: BODY });
    const twice = [...Object.entries(headers).flat(), name, headers[name] as string];
    expect(await send(BODY, [...twice, "content-length", String(Buffer.byteLength(BODY))])).toMatchObject({
      status: 400,
    });
    expect(await drain()).toEqual([]);
  },
);

test("a former secret counts until its end, and a new one soon after it was said", async () => {
  const soon = new Date(Date.now() + 60 * MINUTE);
  const rotated = await addApp(SECRET, {
    former: [
      { secret: "former", endsAt: soon },
      { secret: "long gone", endsAt: new Date(0) },
    ],
  });
  const status = async (secret: string) => (await send(BODY, signedHeaders(rotated, { secret, body: BODY }))).status;
  expect([await status("former"), await status("long gone"), await status(SECRET)]).toEqual([202, 403, 202]);
  const { webhookSecret } = appSignedWith("the next one", rotated);
  await server.deps.githubApps.change(rotated.id, { webhookSecret });
  await expect.poll(() => status("the next one"), { timeout: MINUTE }).toBe(202);
  expect(await status(SECRET)).toBe(403);
  await server.deps.githubApps.remove(rotated.id);
  await expect.poll(() => status("the next one"), { timeout: MINUTE }).toBe(403);
});

test("of what can't be opened here GitHub is told that it is to come again", async () => {
  const { webhookSecret } = appSignedWith(SECRET);
  const moved = { ...appSignedWith(SECRET), webhookSecret };
  await server.deps.githubApps.insert(moved);
  const answer = () => send(BODY, signedHeaders(moved, { secret: SECRET, body: BODY }));
  await expect.poll(async () => (await answer()).status, { timeout: MINUTE }).toBe(503);
  expect((await answer()).headers["retry-after"]).toBe("1");
});

test("a delivery of 25 MiB is stored, and one of a byte more isn't read", async () => {
  const largest = Buffer.alloc(MAX_DELIVERY_BYTES, "x");
  expect(await send(largest, signedHeaders(app, { secret: SECRET, body: largest }))).toMatchObject({ status: 202 });
  expect((await drain()).map(({ body }) => body.equals(largest))).toEqual([true]);
  const larger = Buffer.concat([largest, Buffer.from("x")]);
  const headers = signedHeaders(app, { secret: SECRET, body: larger });
  const untold = { ...headers, "transfer-encoding": "chunked" };
  const said = { ...headers, "content-length": String(larger.length) };
  expect(await send("", said)).toMatchObject({ status: 413 });
  expect(await send(larger, untold)).toMatchObject({ status: 413 });
  expect(await drain()).toEqual([]);
});

test("a delivery in another form than JSON is refused with what to set", async () => {
  const headers = signedHeaders(app, { secret: SECRET, body: BODY });
  const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
  const answer = await send(BODY, form);
  expect(answer).toMatchObject({ status: 415, text: expect.stringContaining("application/json") });
});

test("nothing else is there, and nothing else is done there", async () => {
  const headers = signedHeaders(app, { secret: SECRET, body: BODY });
  expect(await send(BODY, headers, `${PATH}/more`)).toMatchObject({ status: 404 });
  expect(await send(BODY, headers, `${PATH}?a=b`)).toMatchObject({ status: 202 });
  const { host } = new URL(server.url);
  const got = await ask(server.url, { path: PATH, headers: { host } });
  expect(got).toMatchObject({ status: 405, headers: { allow: "POST" } });
});

test("the signature is that of GitHub's own example", async () => {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
  const [secret, body] = ["It's a Secret to Everybody", "Hello, World!"];
  const example = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  expect(createHmac("sha256", secret).update(body).digest("hex")).toBe(example);
  const known = await addApp(secret);
  const headers = signedHeaders(known, { secret, body });
  expect(headers["x-hub-signature-256"]).toBe(`sha256=${example}`);
  expect(await send(body, headers)).toMatchObject({ status: 202 });
});
