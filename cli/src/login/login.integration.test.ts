import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runForTest } from "../testing/run-for-test.ts";

let home: string;
let server: Server;
let url: string;
let answer: RequestListener;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-login-"));
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(home, { recursive: true, force: true });
});

const environment = () => ({ HOME: home, PATH: "/usr/bin:/bin", CATALYST_HOME: home });
const run = (...args: string[]) => runForTest({ args, env: environment() });

const me = { id: "3d43d242-fefe-4d05-8ef0-4e8428ad33c2", login: "bea\u001b[2J", name: "Bea", by: "session" };
const TOKEN = "a-token.c2lnbmF0dXJl";

/** A server as a stranger would have it. */
function play(answers: Record<string, { status?: number; body: unknown }>, seen: string[] = []): RequestListener {
  return (request, response) => {
    const path = request.url ?? "";
    seen.push(`${request.method} ${path} ${request.headers.authorization ?? "-"}`);
    const { status = 200, body } = answers[path] ?? { status: 404, body: {} };
    response.writeHead(status, { "content-type": status >= 400 ? "application/problem+json" : "application/json" });
    response.end(JSON.stringify(body));
  };
}

const begun = (more: object = {}) => ({
  device_code: "the-device-code",
  user_code: "ABCD2345",
  verification_uri_complete: `${url}/sign-in/device?user_code=ABCD2345`,
  expires_in: 900,
  interval: 1,
  ...more,
});

test("somebody who approved is signed in: commands ask that server, and the token is theirs alone to read", async () => {
  const seen: string[] = [];
  answer = play(
    {
      "/api/auth/device/code": { body: begun() },
      "/api/auth/device/token": { body: { access_token: TOKEN } },
      "/api/v1/me": { body: me },
    },
    seen,
  );
  const login = await run("login", url);
  expect(login).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("ABCD2345") });
  expect((await stat(join(home, "logins.json"))).mode & 0o777).toBe(0o600);
  expect(login.stdout + login.stderr).not.toContain(TOKEN);
  expect(login.stdout + login.stderr).not.toContain("\u001b[2J");
  expect(await run("whoami")).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("bea") });
  expect(seen.at(-1)).toBe(`GET /api/v1/me Bearer ${TOKEN}`);
});

test.each([
  ["an address elsewhere", () => begun({ verification_uri_complete: "https://evil.example/device" })],
  ["a code that a terminal obeys", () => begun({ user_code: "\u001b[2J" })],
  ["no code", () => ({})],
  ["a long answer", () => ({ ...begun(), padding: "x".repeat(100_000) })],
])("a server that answers with %s signs nobody in", async (_name, body) => {
  answer = play({ "/api/auth/device/code": { body: body() } });
  expect(await run("login", url)).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("no Catalyst server") });
  await expect(stat(join(home, "logins.json"))).rejects.toThrow("ENOENT");
});

test("what was denied signs nobody in", async () => {
  answer = play({
    "/api/auth/device/code": { body: begun() },
    "/api/auth/device/token": { status: 400, body: { error: "access_denied" } },
  });
  expect(await run("login", url)).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("denied") });
});

test("a session that has ended says how to sign in again, and is forgotten by logout", async () => {
  await writeFile(join(home, "logins.json"), JSON.stringify({ current: url, tokens: { [url]: TOKEN } }), {
    mode: 0o600,
  });
  answer = play({ "/api/v1/me": { status: 401, body: {} }, "/api/v1/sessions": { status: 401, body: {} } });
  expect(await run("whoami")).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(`catalyst login ${url}`) });
  expect(await run("logout")).toMatchObject({ exitCode: 0 });
  expect(await readFile(join(home, "logins.json"), "utf8")).not.toContain(TOKEN);
  expect(await run("logout")).toMatchObject({ exitCode: 2 });
});

test("a token goes to the server that gave it alone", async () => {
  await writeFile(join(home, "logins.json"), JSON.stringify({ current: null, tokens: { [url]: TOKEN } }), {
    mode: 0o600,
  });
  const elsewhere = await run("whoami", "--server", "https://other.example.com");
  expect(elsewhere).toMatchObject({
    exitCode: 4,
    stderr: expect.stringContaining("catalyst login https://other.example.com"),
  });
  answer = (_request, response) => response.writeHead(302, { location: "https://other.example.com/" }).end();
  expect(await run("whoami", "--server", url)).toMatchObject({ exitCode: 3 });
});

test("a file of logins that others may read is refused", async () => {
  const path = join(home, "logins.json");
  await writeFile(path, JSON.stringify({ current: url, tokens: { [url]: TOKEN } }));
  await chmod(path, 0o644);
  expect(await run("whoami")).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("chmod 600") });
});

test("keys in variables stay on this machine when a server elsewhere is asked for work, but for those that are named", async () => {
  await writeFile(join(home, "logins.json"), JSON.stringify({ current: url, tokens: { [url]: TOKEN } }), {
    mode: 0o600,
  });
  const bodies: string[] = [];
  answer = async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(403, { "content-type": "application/problem+json" }).end("{}");
  };
  const asked = ["run", "Fix it", "--repo", "https://example.com/ann/shop.git", "--agent", "claude-code"];
  const env = { ANTHROPIC_API_KEY: "sk-ant-canary-1", OPENAI_API_KEY: "sk-canary-2" };
  await runForTest({ args: asked, env: { ...environment(), ...env } });
  await runForTest({ args: [...asked, "--send-key", "openai"], env: { ...environment(), ...env } });
  expect(bodies.map((body) => JSON.parse(body).keys)).toEqual([
    [],
    [{ provider: "openai", key: "sk-canary-2", baseUrl: null }],
  ]);
  expect(bodies.join()).not.toContain("sk-ant-canary-1");
});

test("to a server elsewhere no folder of this machine is sent: it is said what to name, and nothing was asked", async () => {
  await writeFile(join(home, "logins.json"), JSON.stringify({ current: url, tokens: { [url]: TOKEN } }), {
    mode: 0o600,
  });
  const seen: string[] = [];
  answer = play({ "/api/v1/tasks": { status: 404, body: {} } }, seen);
  const folder = await run("run", "Fix it");
  expect(folder).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("sees no folder of this machine") });
  expect(folder.stderr).toContain("--repo owner/name");
  expect(seen).toEqual([]);
  await run("run", "Fix it", "--repo", "acme/shop");
  expect(seen[0]).toMatch(/^POST \/api\/v1\/tasks /);
});
