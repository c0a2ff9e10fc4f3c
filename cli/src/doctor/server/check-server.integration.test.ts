import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createPlainServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiClient } from "@catalyst/api/own";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeCertificate } from "../../../../server/src/testing/make-certificate.ts";
import { checkClock } from "./check-clock.ts";
import { checkServer } from "./check-server.ts";
import { judgeCertificate } from "./judge-certificate.ts";

let folder: string;
let running: Server | undefined;
let people: object[];
let sessions: object[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-doctor-server-"));
  [people, sessions] = [[{}], []];
});
afterEach(async () => {
  running?.close();
  running = undefined;
  await rm(folder, { recursive: true });
});

const health: RequestListener = (_request, response) => {
  response.setHeader("content-type", "application/json").end('{"status":"ok","version":"0.1.0"}');
};

async function listen(server: Server): Promise<number> {
  running = server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** What doctor says, as the server that it asks over the socket has this address. */
function examine(address: string | null, serverEnv: Record<string, string> = {}, github: string | null = null) {
  const answers: Record<string, unknown> = {
    getMachine: { keptFolder: "/home", address, github },
    listPeople: { data: people },
    listSessions: { data: sessions },
  };
  const client = { call: async (name: string) => answers[name] } as unknown as ApiClient;
  return checkServer(client, { serverEnv });
}

test("a server that answers where people are sent is found, with the first step as long as nobody has signed in", async () => {
  const address = `http://127.0.0.1:${await listen(createServer(health))}`;
  expect(await examine(address)).toEqual([
    { name: "Server", state: "ok", detail: `${address} answers`, remedy: null },
    {
      name: "Sign-in",
      state: "ok",
      detail: "nobody has signed in yet",
      remedy: "A link that signs you in, once: catalyst open",
    },
  ]);
  sessions = [{}];
  people = [{}, {}];
  const [, signIn] = await examine(address, {}, "https://github.example.com");
  expect(signIn?.detail).toBe("2 people, by https://github.example.com, passwords and passkeys");
});

const endAll = () => createPlainServer((socket) => void socket.destroy());
const answering = (status: number, text: string) =>
  createServer((_request, response) => void response.writeHead(status).end(text));

test.each([
  ["nobody", endAll, /doesn't answer: /],
  ["another program", () => answering(200, "hello"), /something else answers \(200\)/],
  ["a proxy without a server", () => answering(502, ""), /something else answers \(502\)/],
])("an address where %s answers is told with the way out", async (_who, create, words) => {
  const [found] = await examine(`http://127.0.0.1:${await listen(create())}`);
  expect(found).toMatchObject({ name: "Server", state: "limited", detail: expect.stringMatching(words) });
  expect(found?.remedy).toContain("CATALYST_PUBLIC_URL");
});

test("a clock that is far from that of who answers is told", async () => {
  const late: RequestListener = (request, response) => {
    response.setHeader("date", new Date(Date.now() - 3_600_000).toUTCString());
    health(request, response);
  };
  const found = await examine(`http://127.0.0.1:${await listen(createServer(late))}`);
  expect(found.map(({ name, state }) => [name, state])).toContainEqual(["Clock", "limited"]);
});

test("a certificate that this machine doesn't trust is told, and the server is found all the same", async () => {
  const { certFile, keyFile } = makeCertificate(folder, "localhost");
  const server = createSecureServer({ cert: await readFile(certFile), key: await readFile(keyFile) }, health);
  const [answering, certificate] = await examine(`https://localhost:${await listen(server)}`);
  expect(answering).toMatchObject({ name: "Server", state: "ok" });
  expect(certificate).toMatchObject({
    name: "Certificate",
    state: "limited",
    detail: expect.stringContaining("isn't one"),
  });
});

test.each([
  [60, null, "ok"],
  [13, null, "limited"],
  [-1, null, "limited"],
  [60, "CERT_HAS_EXPIRED", "limited"],
])("a certificate that ends in %s days, with the problem %s, is %s", (days, problem, state) => {
  const now = new Date("2026-06-01T12:00:00Z");
  const valid_to = new Date(now.getTime() + days * 24 * 60 * 60 * 1000 + 1000).toUTCString();
  expect(judgeCertificate({ shown: { valid_to }, problem }, now)).toMatchObject({ name: "Certificate", state });
});

test("a port that an up couldn't have is told before it fails for it", async () => {
  expect(await examine(null)).toMatchObject([
    { name: "Server", state: "ok", detail: expect.stringContaining("catalyst up") },
  ]);
  const port = await listen(createServer(health));
  const [taken] = await examine(null, { CATALYST_LISTEN: `127.0.0.1:${port}` });
  expect(taken).toMatchObject({ state: "limited", detail: expect.stringContaining("another program has it") });
  const [elsewhere] = await examine(null, { CATALYST_LISTEN: "192.0.2.1:3210" });
  expect(elsewhere).toMatchObject({ state: "limited", detail: expect.stringContaining("EADDRNOTAVAIL") });
  for (const wrong of ["nowhere", "127.0.0.1:99999"]) {
    expect((await examine(null, { CATALYST_LISTEN: wrong }))[0]).toMatchObject({ state: "limited" });
  }
});

test("a certificate's file that an up couldn't read is told before it fails for it", async () => {
  const { certFile } = makeCertificate(folder, "localhost");
  expect((await examine(null, { CATALYST_TLS_CERT_FILE: certFile }))[1]).toMatchObject({ name: "Certificate" });
  await writeFile(certFile, "nothing");
  for (const path of [certFile, join(folder, "missing")]) {
    expect((await examine(null, { CATALYST_TLS_CERT_FILE: path }))[1]).toMatchObject({
      state: "limited",
      detail: expect.stringContaining(path),
    });
  }
});

test("half of what GitHub's sign-in takes is named", async () => {
  const found = await examine(null, { CATALYST_GITHUB_CLIENT_ID: "id" });
  expect(found.at(-1)).toMatchObject({
    name: "Sign-in",
    state: "limited",
    detail: expect.stringContaining("CATALYST_GITHUB_CLIENT_SECRET isn't set"),
  });
});

test("a clock from before this program was there is wrong", () => {
  expect(checkClock(new Date())).toEqual([]);
  expect(checkClock(new Date("1970-01-02"))).toMatchObject([{ name: "Clock", state: "failed" }]);
});
