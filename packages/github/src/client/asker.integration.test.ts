import { generateKeyPairSync } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type Connections, openConnections } from "../http/open-connections.ts";
import { openKeptTokens } from "./keep-token.ts";
import { type GitHubApp, openApp } from "./open-app.ts";
import { withToken } from "./with-token.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});
const Account = z.object({ id: z.int() });
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

let server: Server;
let answer: RequestListener;
let url: string;
let connections: Connections;
let app: GitHubApp;
let seen: { method: string; url: string; authorization: string; etag: string }[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    const { method = "", url: path = "", headers } = request;
    const { authorization = "", "if-none-match": etag = "" } = headers;
    seen.push({ method, url: path, authorization, etag });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  connect(30_000);
});

afterEach(async () => {
  await connections.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function connect(answerMilliseconds: number): void {
  connections = openConnections({ isPrivateAllowed: true, answerMilliseconds });
  const api = { url, version: "2022-11-28" };
  app = openApp({ id: 7, privateKey, api, connections, now: () => new Date(), gapMilliseconds: 0 });
}

function says(status: number, body: string, headers: Record<string, string> = JSON_TYPE): RequestListener {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

const ask = () => app.asker.ask("GET /app", {}, Account);
const UNREADABLE = { problem: { kind: "outage", reason: "it answered, and not as GitHub's API does" } };

test.each<[string, RequestListener, object]>([
  ["a page for people", says(200, "<html>Sign in</html>", { "content-type": "text/html" }), UNREADABLE],
  ["half an answer", says(200, '{"id": 1'), UNREADABLE],
  ["other types than GitHub's", says(200, '{"id": "1"}'), UNREADABLE],
  ["a list instead of a thing", says(200, "[]"), UNREADABLE],
  ["nothing", says(204, ""), UNREADABLE],
  ["bytes", says(200, "\0\u0001", { "content-type": "application/octet-stream" }), UNREADABLE],
  ["a content type that is none", says(200, '{"id": 1}', { "content-type": ";;;=" }), { problem: { kind: "outage" } }],
  ["arrays in arrays without end", says(200, "[".repeat(1_000_000)), UNREADABLE],
  [
    "errors in errors without end",
    says(422, `{"message":"x","errors":[${"[".repeat(500_000)}${"]".repeat(500_000)}]}`),
    {},
  ],
  ["10 MB", says(200, "x".repeat(10_000_000)), { problem: { kind: "outage" } }],
  ["an error of 10 MB", says(500, "x".repeat(10_000_000)), { problem: { kind: "outage" } }],
])("%s ends in a problem that says nothing of it", async (_name, listener, problem) => {
  answer = listener;
  const fault = await ask().catch((error: Error) => error);
  expect(fault).toMatchObject({ name: "GitHubFault", ...problem });
  expect(JSON.stringify(fault).length).toBeLessThan(2000);
});

test("an answer without end is broken off", async () => {
  await connections.close();
  connect(200);
  answer = (_request, response) => {
    response.writeHead(200, JSON_TYPE);
    const timer = setInterval(() => response.write(" "), 10);
    response.on("close", () => clearInterval(timer));
  };
  await expect(ask()).rejects.toMatchObject({ problem: { kind: "outage", reason: "it didn't answer in time" } });
});

test("a connection that is cut is an outage, and so is one that nobody takes", async () => {
  answer = (request) => request.destroy();
  await expect(ask()).rejects.toMatchObject({ problem: { kind: "outage" } });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(ask()).rejects.toMatchObject({
    problem: { kind: "outage", reason: "it can't be reached (ECONNREFUSED)" },
  });
});

test("a page of a long list is asked for again in an outage, twice", async () => {
  const readPage = () => app.asker.readPage("GET /app/hook/deliveries", {}, Account);
  const turns = [says(502, "{}"), (request) => request.destroy(), says(200, '[{"id":7}]')] satisfies RequestListener[];
  answer = (request, response) => turns[seen.length - 1]?.(request, response);
  expect(await readPage()).toEqual({ items: [{ id: 7 }], nextCursor: null });
  [seen, answer] = [[], says(502, "{}")];
  await expect(readPage()).rejects.toMatchObject({ problem: { kind: "outage" } });
  expect(seen).toHaveLength(3);
  [seen, answer] = [[], says(404, '{"message":"Not Found"}')];
  await expect(readPage()).rejects.toMatchObject({ problem: { kind: "not_found" } });
  expect(seen).toHaveLength(1);
});

test("a redirect is followed to the same host, and to no other is our token shown", async () => {
  const lead = (location: string) => (answer = says(301, "{}", { ...JSON_TYPE, location }));
  answer = (request, response) =>
    request.url === "/app"
      ? says(301, "{}", { location: "/apps/7" })(request, response)
      : says(200, '{"id":7}')(request, response);
  expect(await ask()).toEqual({ id: 7 });
  expect(seen.map((each) => each.url)).toEqual(["/app", "/apps/7"]);
  const other = createServer(() => expect.unreachable());
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  lead(`http://127.0.0.1:${(other.address() as AddressInfo).port}/app`);
  await expect(ask()).rejects.toMatchObject({ problem: { kind: "refused" } });
  lead("/app");
  await expect(ask()).rejects.toMatchObject({ problem: { kind: "refused" } });
  await new Promise((resolve) => other.close(resolve));
});

test("a clock that is wrong is put right by GitHub's own", async () => {
  const message = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  const issuedAt: number[] = [];
  answer = (request, response) => {
    const [, payload = ""] = (request.headers.authorization ?? "").split(".");
    issuedAt.push(JSON.parse(Buffer.from(payload, "base64url").toString()).iat);
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    const isFirst = issuedAt.length === 1;
    says(isFirst ? 401 : 200, isFirst ? JSON.stringify({ message }) : '{"id":7}', { ...JSON_TYPE, date })(
      request,
      response,
    );
  };
  expect(await ask()).toEqual({ id: 7 });
  expect(Number(issuedAt[0]) - Number(issuedAt[1])).toBeGreaterThan(3500);
});

test("a list that is unchanged costs nothing, and one that changed is read as far as is needed", async () => {
  answer = (request, response) => {
    const isKnown = request.headers["if-none-match"] === '"one"';
    const page = Number(new URL(request.url ?? "", url).searchParams.get("page"));
    const items = Array.from({ length: page < 5 ? 30 : 1 }, () => ({ id: page }));
    const headers = { ...JSON_TYPE, etag: `"${page === 1 ? "one" : "other"}"`, "x-poll-interval": "60" };
    says(isKnown ? 304 : 200, isKnown ? "" : JSON.stringify(items), headers)(request, response);
  };
  const list = (etag: string | null, enough: number, maxPages = 9) => {
    const isEnough = (page: readonly { id: number }[]) => page[0]?.id === enough;
    return app.asker.listChanged("GET /app/installations", { etag, maxPages, isEnough }, Account);
  };
  const told = { kind: "changed", etag: '"one"', pollSeconds: 60 };
  expect(await list(null, 2)).toMatchObject({ ...told, isWhole: true, items: { length: 60 } });
  expect(await list('"other"', 9)).toMatchObject({ ...told, isWhole: true, items: { length: 121 } });
  expect(await list(null, 9, 3)).toMatchObject({ ...told, isWhole: false, items: { length: 90 } });
  expect(await list('"one"', 9)).toEqual({ kind: "unchanged", pollSeconds: 60 });
});

test("while GitHub wants us to wait nothing is asked", async () => {
  answer = says(403, '{"message":"You have exceeded a secondary rate limit"}', { ...JSON_TYPE, "retry-after": "60" });
  await expect(ask()).rejects.toMatchObject({ problem: { kind: "rate_limited" } });
  await expect(ask()).rejects.toMatchObject({ problem: { kind: "rate_limited" } });
  expect(seen).toHaveLength(1);
});

test("a list is read page by page, as far as it may be", async () => {
  answer = (request, response) => {
    const page = Number(new URL(request.url ?? "", url).searchParams.get("page"));
    const items = Array.from({ length: page < 3 ? 30 : 5 }, (_, index) => ({ id: page * 100 + index }));
    says(200, JSON.stringify(items), { ...JSON_TYPE, link: '<http://127.0.0.1:1/>; rel="next"' })(request, response);
  };
  const list = (maxPages: number) => app.asker.list("GET /app/installations", { maxPages }, Account);
  expect(await list(9)).toMatchObject({ isWhole: true, items: { length: 65 } });
  expect(await list(2)).toMatchObject({ isWhole: false, items: { length: 60 } });
});

const SCOPE = { installationId: 9, repository: { id: 3 }, permissions: { issues: "write" } } as const;
const MINTED = { token: "ghs_one", repositories: [{ id: 3, name: "shop", owner: { login: "acme" }, private: true }] };

test("a step has a token of its own, which is given back when it ends or fails", async () => {
  answer = (request, response) =>
    says(request.method === "DELETE" ? 204 : 201, request.method === "DELETE" ? "" : JSON.stringify(MINTED))(
      request,
      response,
    );
  const repository = await withToken(app, SCOPE, async (step) => step.repository);
  expect(repository).toEqual({ id: 3, owner: "acme", name: "shop", isArchived: false, isPublic: false });
  await expect(withToken(app, SCOPE, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(seen.map(({ method }) => method)).toEqual(["POST", "DELETE", "POST", "DELETE"]);
  expect(seen[1]?.authorization).toBe("token ghs_one");
});

test("a token that isn't taken is replaced once, and then GitHub doesn't know us", async () => {
  answer = (request, response) => {
    const isMint = request.method === "POST";
    says(isMint ? 201 : 401, isMint ? JSON.stringify(MINTED) : '{"message":"Bad credentials"}')(request, response);
  };
  const step = withToken(app, SCOPE, ({ asker }) => asker.ask("GET /user", {}, Account));
  await expect(step).rejects.toMatchObject({ problem: { kind: "unauthorized" } });
  expect(seen.filter(({ method }) => method === "POST")).toHaveLength(2);
});

test("a token that is kept is used again, replaced once when it isn't taken, and given back at the end", async () => {
  let taken = "ghs_1";
  let minted = 0;
  answer = (request, response) => {
    const { method, headers } = request;
    if (method === "POST") {
      minted += 1;
      says(201, JSON.stringify({ ...MINTED, token: `ghs_${minted}` }))(request, response);
    } else if (method === "DELETE") {
      says(204, "")(request, response);
    } else {
      const isTaken = headers.authorization === `token ${taken}`;
      says(isTaken ? 200 : 401, isTaken ? '{"id":7}' : '{"message":"Bad credentials"}')(request, response);
    }
  };
  const tokens = openKeptTokens();
  const look = () => tokens.use(app, SCOPE, ({ asker }) => asker.ask("GET /user", {}, Account));
  expect([await look(), await look()]).toEqual([{ id: 7 }, { id: 7 }]);
  expect(minted).toBe(1);
  taken = "ghs_2";
  expect(await look()).toEqual({ id: 7 });
  taken = "nobody's";
  await expect(look()).rejects.toMatchObject({ problem: { kind: "unauthorized" } });
  expect(minted).toBe(3);
  taken = "ghs_4";
  await look();
  await tokens.close();
  const given = seen.filter(({ method }) => method === "DELETE").map(({ authorization }) => authorization);
  expect(given).toEqual(["token ghs_1", "token ghs_2", "token ghs_3", "token ghs_4"]);
});

test("an installation that is gone, what it wasn't granted and what it hasn't are told apart", async () => {
  const mint = () => withToken(app, SCOPE, () => Promise.resolve());
  answer = says(404, '{"message":"Not Found"}');
  await expect(mint()).rejects.toMatchObject({ problem: { kind: "uninstalled" } });
  answer = says(422, '{"message":"The permissions requested are not granted to this installation."}');
  await expect(mint()).rejects.toMatchObject({ problem: { kind: "forbidden", permission: "issues: write" } });
  answer = says(422, '{"message":"There is at least one repository that does not exist or is not accessible"}');
  await expect(mint()).rejects.toMatchObject({ problem: { kind: "not_found" } });
});

test("a host of a private network is asked only where that is allowed, and a key that is none opens no App", async () => {
  const guarded = openConnections({ isPrivateAllowed: false });
  const guardedApp = openApp({
    id: 7,
    privateKey,
    api: { url, version: null },
    connections: guarded,
    now: () => new Date(),
  });
  await expect(guardedApp.asker.ask("GET /app", {}, Account)).rejects.toMatchObject({ problem: { kind: "refused" } });
  await guarded.close();
  expect(seen).toEqual([]);
  const broken = { id: 7, privateKey: "ghs", api: { url, version: null }, connections, now: () => new Date() };
  expect(() => openApp(broken)).toThrow(expect.objectContaining({ code: "invalid_configuration" }));
});
