import { once } from "node:events";
import { type AddressInfo, connect, createServer, type LookupFunction, type Server, type Socket } from "node:net";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import { guardedLookup } from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GatewayLimits } from "../limits/gateway-limits.ts";
import { clientHello, serverNames } from "../testing/client-hello.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "../testing/start-test-gateway.ts";
import { type DialHost, hostDialer } from "./dial-host.ts";

/** TLS without certificates: both sides know a key. */
const PSK = { identity: "test", psk: Buffer.alloc(16, 1), ciphers: "PSK-AES128-GCM-SHA256" };

let test_: TestGateway;
let grant: TestGrant;
let upstream: Server;
let dialled: string[];

/** Every host is on this machine: which addresses may be dialled is another test's matter. */
const dialHere: DialHost = async ({ name, port }) => {
  dialled.push(`${name}:${port}`);
  const socket = connect((upstream.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  return socket.on("error", () => socket.destroy());
};

async function start(limits: Partial<GatewayLimits> = {}, dialHost = dialHere): Promise<void> {
  test_ = await startTestGateway({
    limits: { grantCheckSeconds: 0.05, grantCacheSeconds: 0.02, ...limits },
    deps: { dialHost },
  });
  grant = await test_.grant(null);
  grant.allow("registry.npmjs.org", "*.example.com", "other.example:8443");
}

async function listen(server: Server): Promise<void> {
  upstream = server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

beforeEach(async () => {
  dialled = [];
  await listen(
    createTlsServer({ ciphers: PSK.ciphers, maxVersion: "TLSv1.2", pskCallback: () => PSK.psk }, (socket) => {
      socket.on("error", () => undefined);
      socket.on("data", (data) => socket.write(`echo ${data}`));
    }),
  );
});
afterEach(async () => {
  await test_?.stop();
  upstream.close();
});

/** Sends a CONNECT and returns the socket with what was answered. */
async function ask(authority: string, header?: string): Promise<{ socket: Socket; answer: string }> {
  const basic = `Basic ${Buffer.from(`catalyst:${grant.token}`).toString("base64")}`;
  const socket = connect(await test_.socketOf(grant.executionId));
  socket.on("error", () => undefined);
  socket.write(
    `CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\nproxy-authorization: ${header ?? basic}\r\n\r\n`,
  );
  const [answer] = (await once(socket, "data")) as [Buffer];
  return { socket, answer: answer.toString() };
}

const blocked = () => test_.eventsOf(grant.executionId).filter(({ type }) => type === "blocked");

async function until(isTrue: () => boolean): Promise<void> {
  await expect.poll(isTrue).toBe(true);
}

async function talk(socket: Socket, servername: string): Promise<string> {
  const secure = connectTls({
    socket,
    servername,
    ciphers: PSK.ciphers,
    maxVersion: "TLSv1.2",
    checkServerIdentity: () => undefined,
    pskCallback: () => PSK,
  });
  secure.on("error", () => undefined);
  secure.write("hello");
  const [data] = (await once(secure, "data")) as [Buffer];
  return data.toString();
}

test("TLS to an allowed host goes through, and the host is noted once", async () => {
  await start();
  for (const _again of [1, 2]) {
    const { socket, answer } = await ask("registry.npmjs.org:443");
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(await talk(socket, "registry.npmjs.org")).toBe("echo hello");
    socket.destroy();
  }
  expect(dialled).toEqual(["registry.npmjs.org:443", "registry.npmjs.org:443"]);
  expect(test_.eventsOf(grant.executionId)).toEqual([
    { type: "log", stream: "system", text: "Connected to registry.npmjs.org:443." },
  ]);
});

test.each([
  "evil.example:443",
  "registry.npmjs.org:80",
  "a.registry.npmjs.org:443",
  "example.com:443",
  "notexample.com:443",
  "other.example:443",
  "127.0.0.1:443",
  "[::1]:443",
])("a connection to %s is refused before anything is dialled, with an audit event", async (authority) => {
  await start();
  const { answer } = await ask(authority);
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(dialled).toEqual([]);
  expect(blocked()).toMatchObject([{ action: `CONNECT ${authority}` }]);
});

test("a refused connection ends, also when the client keeps its side of it open", async () => {
  await start();
  const socket = connect({ path: await test_.socketOf(grant.executionId), allowHalfOpen: true });
  socket.write("CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example\r\n\r\n");
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 407 /);
  socket.on("error", () => undefined);
  await until(() => {
    socket.write("x");
    return socket.destroyed;
  });
});

test("without a live grant nothing is opened, and the client is asked for the token", async () => {
  await start();
  for (const header of ["Basic eDp5", `Bearer ${"x".repeat(43)}`, "Basic"]) {
    expect((await ask("registry.npmjs.org:443", header)).answer).toMatch(
      /^HTTP\/1\.1 407 [\s\S]*proxy-authenticate: Basic/,
    );
  }
  expect((await ask("registry.npmjs.org:443", `Bearer ${grant.token}`)).answer).toMatch(/ 200 /);
  expect(dialled).toHaveLength(1);
});

test("an execution without allowed hosts reaches none", async () => {
  await start();
  grant.allow();
  expect((await ask("registry.npmjs.org:443")).answer).toContain("None are");
});

test.each([
  ["for another server", clientHello([serverNames("evil.example")])],
  ["without a server's name", clientHello([])],
  ["with a hidden name", clientHello([serverNames("registry.npmjs.org"), { type: 0xfe0d, content: Buffer.alloc(4) }])],
  ["that is no TLS", Buffer.from("GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n")],
])("a connection %s is cut before a byte of it goes out, with an audit event", async (_what, bytes) => {
  await start();
  let isReached = false;
  upstream.close();
  await listen(createServer((socket) => socket.on("error", () => undefined).on("data", () => (isReached = true))));
  const { socket } = await ask("registry.npmjs.org:443");
  socket.write(bytes);
  await once(socket, "close");
  await until(() => blocked().length === 1);
  expect(blocked()).toMatchObject([{ action: "CONNECT registry.npmjs.org:443" }]);
  expect(isReached).toBe(false);
});

test.each(["127.0.0.1", "10.0.0.1", "169.254.169.254", "168.63.129.16", "::1", "fd00::1", "::ffff:10.0.0.1"])(
  "an allowed name that leads to %s is not dialled, also where it leads to a public address too",
  async (address) => {
    const lookup: LookupFunction = guardedLookup(["public"], ((
      _name: string,
      _options: unknown,
      callback: CallableFunction,
    ) =>
      callback(null, [
        { address: "93.184.215.14", family: 4 },
        { address, family: address.includes(":") ? 6 : 4 },
      ])) as never);
    await start({}, hostDialer(lookup));
    const { answer } = await ask("a.example.com:443");
    expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*not on the internet/);
    expect(blocked()).toHaveLength(1);
  },
);

test("a host that can't be reached is said so", async () => {
  const lookup: LookupFunction = (_name, _options, callback) =>
    callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), "", 4);
  await start({}, hostDialer(lookup));
  expect((await ask("a.example.com:443")).answer).toMatch(/^HTTP\/1\.1 502 [\s\S]*ENOTFOUND/);
});

test("an open connection is cut when its grant ends", async () => {
  await start();
  const { socket } = await ask("registry.npmjs.org:443");
  await talk(socket, "registry.npmjs.org");
  const closed = once(socket, "close");
  grant.end();
  await closed;
});

test("a client that says nothing, sends too much or takes too many connections is stopped", async () => {
  await start({ helloSeconds: 0.1, maxEgressBytes: 2000, concurrentTunnels: 2 });
  const silent = await ask("registry.npmjs.org:443");
  await once(silent.socket, "close");
  const [first, second] = [await ask("registry.npmjs.org:443"), await ask("registry.npmjs.org:443")];
  expect((await ask("registry.npmjs.org:443")).answer).toMatch(/^HTTP\/1\.1 429 /);
  await Promise.all([once(first.socket, "close"), once(second.socket, "close")]);
  const loud = await ask("registry.npmjs.org:443");
  await talk(loud.socket, "registry.npmjs.org");
  loud.socket.write(Buffer.alloc(4000));
  await once(loud.socket, "close");
});

test("plain http through the proxy is refused with the way out", async () => {
  await start();
  const { text, httpStatus } = await test_.send({ path: "http://registry.npmjs.org/" });
  expect([httpStatus, text]).toEqual([400, expect.stringContaining("https")]);
});
