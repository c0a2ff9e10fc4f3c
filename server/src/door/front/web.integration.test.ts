import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GithubSettings } from "../../people/auth/github.ts";
import type { ServerLimits } from "../../server-limits.ts";
import { ask, open } from "../../testing/ask.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { TrustedProxies } from "../admission/trusted-proxies.ts";
import type { DoorSettings } from "../open-door.ts";

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

let web: Server;
let server: TestServer | undefined;
let seen: Seen[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  answer = (_request, response) => response.end("a page");
  web = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const body = await text(request).catch(() => "cut");
    seen.push({ method, url, headers, body });
    answer(request, response);
  });
  web.listen(0, "127.0.0.1");
  await once(web, "listening");
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  web.closeAllConnections();
  web.close();
});

async function start(
  settings: Partial<DoorSettings> = {},
  { github = null, ...limits }: Partial<ServerLimits> & { github?: GithubSettings | null } = {},
): Promise<TestServer> {
  const place = { url: new URL(`http://127.0.0.1:${(web.address() as AddressInfo).port}`) };
  server = await startTestServer(limits, { web: place, ...settings }, github);
  return server;
}

const hostOf = ({ url }: TestServer) => new URL(url).host;

test("a page comes from the web, with a nonce that both the web and the browser are told", async () => {
  const running = await start();
  const page = await ask(running.url, {
    path: "/agent-tasks?q=a%20b",
    headers: ["host", hostOf(running), "cookie", "a=b"],
  });
  expect(page).toMatchObject({ status: 200, text: "a page" });
  const [asked] = seen as [Seen];
  expect(asked).toMatchObject({ method: "GET", url: "/agent-tasks?q=a%20b", body: "" });
  expect(asked.headers).toMatchObject({
    cookie: "a=b",
    host: hostOf(running),
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-host": hostOf(running),
    "x-forwarded-proto": "http",
    "x-request-id": page.headers["x-request-id"],
    "content-security-policy": page.headers["content-security-policy"],
  });
  expect(page.headers["content-security-policy"]).toContain(`'nonce-${asked.headers["x-nonce"]}'`);
});

test.each([
  [null, "form-action 'self'"],
  ["https://github.com", "form-action 'self' https://github.com"],
  ["https://github.example.com:8443", "form-action 'self' https://github.example.com:8443"],
])(
  "forms of the web may lead to the GitHub by which people sign in, %s, and to no other place",
  async (url, policy) => {
    const app = { clientId: "id", clientSecret: "secret", organizations: [], logins: [] };
    const running = await start({}, { github: url === null ? null : { url, ...app } });
    const { headers } = await ask(running.url, { path: "/sign-in-elsewhere", headers: ["host", hostOf(running)] });
    expect(String(headers["content-security-policy"]).split("; ")).toContain(policy);
  },
);

test("a web on a socket of this user's answers as one at an address", async () => {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-web-"));
  const socketPath = join(folder, "web.sock");
  const onSocket = createServer((_request, response) => response.end("a page of the socket"));
  onSocket.listen(socketPath);
  await once(onSocket, "listening");
  const running = await start({ web: { socketPath } });
  const page = { path: "/", headers: ["host", hostOf(running), "accept", "text/html"] };
  expect(await ask(running.url, page)).toMatchObject({ status: 200, text: "a page of the socket" });
  onSocket.closeAllConnections();
  await new Promise((resolve) => onSocket.close(resolve));
  expect(await ask(running.url, page)).toMatchObject({ status: 503 });
  await rm(folder, { recursive: true });
});

test("the web asks for a page's data from where the page was asked, and nobody else is believed that", async () => {
  const publicUrl = new URL("https://catalyst.example.com");
  const running = await start({ publicUrl, proxies: TrustedProxies.parse("127.0.0.1") });
  const by = (headers: string[]) => ["host", "catalyst.example.com", "x-forwarded-proto", "https", ...headers];
  await ask(`http://x:${running.port}`, { path: "/", headers: by(["x-forwarded-for", "192.0.2.7"]) });
  const told = String(seen[0]?.headers["x-forwarded-by"]);
  expect(told).toMatch(/^192\.0\.2\.7 /);
  await ask(`http://x:${running.port}`, { path: "/again", headers: by(["x-forwarded-by", told]) });
  expect(seen[1]?.headers["x-forwarded-for"]).toBe("192.0.2.7");
  await ask(`http://x:${running.port}`, {
    path: "/other",
    headers: by(["x-forwarded-by", told.replace("192.0.2.7", "192.0.2.8")]),
  });
  expect(seen[2]?.headers["x-forwarded-for"]).toBe("127.0.0.1");
});

test("what only the door may say never comes from a client", async () => {
  const running = await start();
  const names = [
    "x-nonce",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "forwarded",
    "x-real-ip",
    "x-middleware-subrequest",
    "x-middleware-rewrite",
    "content-security-policy",
    "proxy-authorization",
    "te",
  ];
  const hostile = names.flatMap((name) => [name.toUpperCase(), "evil.example"]);
  const connection = ["connection", "x-nonce, x-forwarded-for, cookie, x-own", "x-own", "evil.example"];
  await ask(running.url, { path: "/", headers: ["host", hostOf(running), "cookie", "a=b", ...hostile, ...connection] });
  const [{ headers }] = seen as [Seen];
  expect(JSON.stringify(headers)).not.toContain("evil.example");
  expect(headers["x-forwarded-for"]).toBe("127.0.0.1");
  expect(headers.cookie).toBe("a=b");
  expect(headers["x-nonce"]).toHaveLength(24);
});

test("a proxy that is trusted says who asked it and by which name, with whatever that one claimed before it", async () => {
  const publicUrl = new URL("https://catalyst.example.com");
  const running = await start({ publicUrl, proxies: TrustedProxies.parse("127.0.0.1") });
  const headers = [
    "host",
    "10.0.0.3:8080",
    "x-forwarded-host",
    "catalyst.example.com",
    "x-forwarded-for",
    "6.6.6.6, 192.0.2.7",
  ];
  const page = await ask(`http://x:${running.port}`, { path: "/", headers });
  expect(page.headers["strict-transport-security"]).toContain("max-age=");
  expect((seen[0] as Seen).headers).toMatchObject({
    host: "catalyst.example.com",
    "x-forwarded-for": "192.0.2.7",
    "x-forwarded-proto": "https",
  });
});

test("what the web says that isn't its to say doesn't reach the browser, and everything else does", async () => {
  const running = await start();
  answer = (_request, response) => {
    response.writeHead(201, {
      "content-security-policy": "default-src *",
      "x-powered-by": "Next.js",
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=31536000, immutable",
      "set-cookie": ["a=1", "b=2"],
      "content-type": "text/plain",
      connection: "keep-alive, x-own",
      "x-own": "1",
    });
    response.end("made");
  };
  const { status, headers } = await ask(running.url, { path: "/_next/a.js", headers: ["host", hostOf(running)] });
  expect(status).toBe(201);
  expect(headers).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "set-cookie": ["a=1", "b=2"],
    "content-type": "text/plain",
    "content-security-policy": expect.stringContaining("default-src 'self'"),
  });
  for (const name of ["x-powered-by", "access-control-allow-origin", "x-own"]) {
    expect(headers[name], name).toBeUndefined();
  }
});

test("a body is passed on as it is, and one that is too large is cut before it is all read", async () => {
  const running = await start({}, { maxBodyBytes: 1000 });
  const origin = ["host", hostOf(running), "origin", running.url];
  const asked = { path: "/agent-tasks/new", method: "POST" };
  await ask(running.url, { ...asked, headers: [...origin, "content-length", "5"], body: "hello" });
  await ask(running.url, { ...asked, headers: [...origin, "transfer-encoding", "chunked"], body: "hello" });
  expect(seen.map(({ body }) => body)).toEqual(["hello", "hello"]);
  const large = { ...asked, headers: [...origin, "transfer-encoding", "chunked"], body: "x".repeat(2000) };
  expect(await ask(running.url, large)).toMatchObject({ status: 413 });
});

test("what follows a GET as its body is never taken for another request", async () => {
  const running = await start();
  const body = `GET /admin HTTP/1.1\r\nhost: x\r\n\r\n`;
  const headers = ["host", hostOf(running), "transfer-encoding", "chunked"];
  await ask(running.url, { path: "/", headers, body });
  expect(seen.map(({ url, body: read }) => [url, read])).toEqual([["/", body]]);
});

test("as long as the web is away there is a page to wait with, and for everybody else that it is", async () => {
  const running = await start();
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
  const headers = ["host", hostOf(running)];
  const page = await ask(running.url, { path: "/", headers: [...headers, "accept", "text/html"] });
  expect(page).toMatchObject({
    status: 503,
    headers: { "retry-after": "5", "content-type": "text/html; charset=utf-8" },
  });
  const other = await ask(running.url, { path: "/a.js", headers });
  expect(other).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
  expect(other.text).toContain('"code":"unavailable"');
});

test("a web that breaks off in the middle breaks the answer off, and a client that leaves ends what was asked", async () => {
  const running = await start();
  answer = (_request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half");
    setImmediate(() => response.destroy());
  };
  const cut = await open(running.url, { path: "/", headers: ["host", hostOf(running)] });
  await expect(text(cut)).rejects.toThrow();
  const left = Promise.withResolvers<void>();
  answer = (_request, response) => {
    response.once("close", () => left.resolve());
    response.writeHead(200).write("more is to come");
  };
  const leaving = await open(running.url, { path: "/", headers: ["host", hostOf(running)] });
  leaving.destroy();
  await left.promise;
});

test.each(["TRACE", "OPTIONS", "PROPFIND"])("%s is nothing for the web", async (method) => {
  const running = await start();
  const refused = await ask(running.url, { path: "/", method, headers: ["host", hostOf(running)] });
  expect([refused.status, seen]).toEqual([method === "OPTIONS" ? 405 : expect.any(Number), []]);
});
