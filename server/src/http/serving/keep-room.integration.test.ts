import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { RequestListener, Server } from "node:http";
import { type AddressInfo, createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../server-limits.ts";
import { makeCertificate } from "../../testing/make-certificate.ts";
import { createHttpServer } from "./create-http-server.ts";

const MAX_CONNECTIONS = 20;
/** Nothing ends because it took too long. */
const LIMITS = { ...DEFAULT_LIMITS, maxConnections: MAX_CONNECTIONS, headerSeconds: 3600, requestSeconds: 3600 };
/** The first bytes of a record that holds a greeting of 256 bytes. */
const HALF_A_HANDSHAKE = Buffer.from([22, 3, 1, 1, 0, 1]);
const QUICK = "GET /quick HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
const SLOW = "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n";

let folder: string;
let server: Server;
let sockets: Socket[] = [];
/** How often something slow was asked for. */
let slowRequests = 0;

const handle: RequestListener = (request, response) => {
  if (request.url === "/quick") {
    response.end("answered");
  } else {
    slowRequests += 1;
  }
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-room-"));
  slowRequests = 0;
});

afterEach(async () => {
  for (const socket of sockets) {
    socket.destroy();
  }
  sockets = [];
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

async function start(isTls: boolean): Promise<void> {
  const { certFile, keyFile } = isTls ? makeCertificate(folder, "x") : { certFile: "", keyFile: "" };
  const pair = isTls ? { cert: await readFile(certFile), key: await readFile(keyFile) } : null;
  server = createHttpServer(handle, LIMITS, pair);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function address() {
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

async function open(socket: Socket, event: string): Promise<Socket> {
  socket.on("error", () => undefined);
  sockets.push(socket);
  await once(socket, event);
  return socket;
}

const inClear = () => open(createConnection(address()), "connect");
const overTls = () => open(connect({ ...address(), rejectUnauthorized: false }), "secureConnect");

async function saying(connection: Promise<Socket>, bytes: Buffer | string): Promise<Socket> {
  const socket = await connection;
  socket.write(bytes);
  return socket;
}

test.each([
  { what: "nothing", isTls: false, connectSilently: inClear },
  { what: "half a request", isTls: false, connectSilently: () => saying(inClear(), SLOW.slice(0, 20)) },
  { what: "nothing of a handshake", isTls: true, connectSilently: inClear },
  { what: "half a handshake", isTls: true, connectSilently: () => saying(inClear(), HALF_A_HANDSHAKE) },
  { what: "nothing after the handshake", isTls: true, connectSilently: overTls },
  {
    what: "half a request after the handshake",
    isTls: true,
    connectSilently: () => saying(overTls(), SLOW.slice(0, 20)),
  },
])(
  "whoever comes when too many have said $what is let in, and one of those ends",
  async ({ isTls, connectSilently }) => {
    await start(isTls);
    const silent: Socket[] = [];
    for (let count = 0; count < MAX_CONNECTIONS; count++) {
      silent.push(await connectSilently());
    }
    const ended = Promise.race(silent.map((socket) => once(socket.resume(), "close")));
    const asking = await saying(isTls ? overTls() : inClear(), QUICK);
    expect(await text(asking)).toContain("answered");
    await ended;
  },
);

test.each([
  { how: "in clear", isTls: false, connectSilently: inClear },
  { how: "over TLS", isTls: true, connectSilently: overTls },
])("a connection $how over which something is asked for makes no room", async ({ isTls, connectSilently }) => {
  await start(isTls);
  const asking: Socket[] = [];
  for (let count = 0; count < MAX_CONNECTIONS; count++) {
    asking.push(await saying(connectSilently(), SLOW));
  }
  await expect.poll(() => slowRequests).toBe(MAX_CONNECTIONS);
  const more = await inClear();
  await once(more.resume(), "close");
  expect(asking.map(({ readableEnded, destroyed }) => readableEnded || destroyed)).not.toContain(true);
});
