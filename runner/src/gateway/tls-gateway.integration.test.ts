import { createServer, request, type Server } from "node:http";
import { type AddressInfo, createServer as createPlainServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { GatewayAddress } from "@catalyst/core";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeCertificate, type TestCertificate } from "../testing/make-certificate.ts";
import { NotTheGateway } from "./dial-gateway.ts";
import { forwardGateway } from "./forward-gateway.ts";
import { GatewayOutage } from "./outage.ts";
import { proveGateway } from "./prove-gateway.ts";
import { sendRequest } from "./send-request.ts";

const NAME = "gateway.catalyst.internal";
const { signal } = new AbortController();

let right: TestCertificate;
let other: TestCertificate;
let gateway: Server;
let closers: (() => void)[];
/** What reached the gateway, with the token that was shown. */
let asked: string[];

beforeAll(() => {
  right = makeCertificate(NAME);
  other = makeCertificate(NAME);
});

beforeEach(() => {
  asked = [];
  closers = [];
  gateway = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url} ${headers.authorization ?? "without a token"}`);
    response.end(JSON.stringify({ status: "ok" }));
  });
});
afterEach(() => {
  for (const close of closers) {
    close();
  }
  gateway.close();
});

/** A real TLS listener in front of the gateway; its port. */
function listen({ cert, key }: TestCertificate, port = 0): Promise<number> {
  const server = createTlsServer({ cert, key, allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined);
    gateway.emit("connection", socket);
  });
  server.on("tlsClientError", () => undefined);
  closers.push(() => server.close());
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

const at = (port: number, { ca = right.ca, name = NAME } = {}): GatewayAddress =>
  GatewayAddress.parse({ host: "127.0.0.1", port, ca, name });

const ask = (address: GatewayAddress, path = "/events") =>
  sendRequest({
    ...{ gateway: address, token: "t", method: "POST", path, body: "{}" },
    timeoutMilliseconds: 60_000,
    signal,
  });

test("the runner's requests reach a gateway whose certificate is of the authority and for the name that it was told", async () => {
  const address = at(await listen(right));
  await proveGateway(address, { signal });
  expect((await ask(address)).status).toBe(200);
  expect(asked).toEqual(["GET /health without a token", "POST /events Bearer t"]);
});

test.each<[string, () => Promise<GatewayAddress>]>([
  ["of another authority", async () => at(await listen(other))],
  ["for another name", async () => at(await listen(right), { name: "other.catalyst.internal" })],
  ["of the gateway's authority for another machine", async () => at(await listen(right), { name: "localhost" })],
])("one whose certificate is %s is shown no token, and nothing else", async (_what, find) => {
  const address = await find();
  await expect(proveGateway(address, { signal })).rejects.toThrow(NotTheGateway);
  await expect(ask(address)).rejects.toThrow("no token was shown to it");
  expect(asked).toEqual([]);
});

test("one that speaks no TLS hears nothing but the beginning of a handshake", async () => {
  let heard = "";
  const server = createPlainServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1");
      socket.end("HTTP/1.1 200 OK\r\n\r\n");
    });
  });
  closers.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = at((server.address() as AddressInfo).port);
  await expect(proveGateway(address, { signal, milliseconds: 500 })).rejects.toThrow(NotTheGateway);
  await expect(ask(address)).rejects.toThrow();
  expect(heard).not.toMatch(/Bearer|HTTP/);
});

test("a gateway that isn't there yet is waited for, and one that never comes is an outage", async () => {
  const port = await listen(right);
  const address = at(port);
  closers.pop()?.();
  await expect(proveGateway(address, { signal, milliseconds: 300 })).rejects.toThrow(GatewayOutage);
  const proven = proveGateway(address, { signal });
  await listen(right, port);
  await proven;
  expect(asked).toEqual(["GET /health without a token"]);
});

test("what agents send to the port goes to the gateway over TLS, and to nobody else", async () => {
  const send = async (address: GatewayAddress, patience: number) => {
    const forwarding = await forwardGateway({ port: 0, gateway: address });
    closers.push(() => forwarding.close());
    const { port } = forwarding.address() as AddressInfo;
    return new Promise<number>((resolve) => {
      const headers = { authorization: "Bearer agent" };
      const sent = request({ host: "127.0.0.1", port, path: "/llm", headers, agent: false }, (response) =>
        resolve(response.resume().statusCode ?? 0),
      );
      sent.once("error", () => resolve(0));
      sent.setTimeout(patience, () => sent.destroy());
      sent.end();
    });
  };
  expect(await send(at(await listen(right)), 60_000)).toBe(200);
  expect(await send(at(await listen(other)), 1000)).toBe(0);
  expect(asked).toEqual(["GET /llm Bearer agent"]);
});

test.each([
  { host: "gateway.example", port: 1, name: NAME },
  { host: "127.0.0.1", port: 0, name: NAME },
  { host: "127.0.0.1", port: 1, name: "" },
  { socket: "relative.sock" },
  { socket: "/run/gateway.sock", host: "127.0.0.1" },
])("%j is no address of a gateway", (address) => {
  expect(GatewayAddress.safeParse({ ...address, ...("socket" in address ? {} : { ca: right.ca }) }).success).toBe(
    false,
  );
});
