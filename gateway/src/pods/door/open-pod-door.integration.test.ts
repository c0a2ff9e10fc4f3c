import { once } from "node:events";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { connect as connectTls, createServer } from "node:tls";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeCertificate } from "../../../../server/src/testing/make-certificate.ts";
import { DEFAULT_LIMITS } from "../../limits/gateway-limits.ts";
import { type PodGround, startPodGround } from "../../testing/play-pod.ts";
import { followCertificate, readCertificate } from "./follow-certificate.ts";

let ground: PodGround;
let sockets: Socket[];
beforeEach(async () => {
  sockets = [];
  ground = await startPodGround({ headerSeconds: 1 });
});
afterEach(async () => {
  for (const socket of sockets) {
    socket.destroy();
  }
  await ground.stop();
});

const port = () => ground.gateway.gateway.podPorts?.door ?? 0;

function dial(localAddress: string): Socket {
  const socket = connect({ host: "127.0.0.1", port: port(), localAddress });
  sockets.push(socket.on("error", () => undefined));
  return socket;
}

const health = (from: string) =>
  ground.send({ path: "/health", from }).then(
    ({ httpStatus }) => httpStatus,
    () => 0,
  );

test("one that connects over and over is left alone for a moment, and others aren't", async () => {
  const dialled = Array.from({ length: DEFAULT_LIMITS.connections.burst + 50 }, () => dial("127.0.0.2"));
  const closed = dialled.filter((socket) => socket.destroyed);
  await expect.poll(() => dialled.filter((socket) => socket.destroyed).length).toBeGreaterThan(closed.length);
  expect(await health("127.0.0.3")).toBe(200);
});

test("one that begins and never speaks loses its connection", async () => {
  const socket = dial("127.0.0.4");
  await once(socket, "close");
  expect(await health("127.0.0.4")).toBe(200);
});

test("one that speaks no TLS gets no answer", async () => {
  const socket = dial("127.0.0.5");
  let heard = "";
  socket.on("data", (piece: Buffer) => {
    heard += piece.toString("latin1");
  });
  socket.write("GET /health HTTP/1.1\r\n\r\n");
  await once(socket, "close");
  expect(heard).not.toContain("HTTP");
});

test("one that keeps TLS connections open without a token has room for a few: the oldest makes way", async () => {
  const ca = await readFile(join(ground.folder, "catalyst-gateway.pem"), "utf8");
  const open = Array.from({ length: DEFAULT_LIMITS.concurrentStrangers + 10 }, () => {
    const socket = connectTls({ socket: dial("127.0.0.6"), ca, servername: "catalyst-gateway" });
    sockets.push(socket.on("error", () => undefined));
    return socket.resume();
  });
  await expect.poll(() => open.filter((socket) => socket.closed).length).toBeGreaterThanOrEqual(10);
  expect(await health("127.0.0.6")).toBe(200);
});

test("a certificate that is renewed in its files is used, and half of one is not", async () => {
  const files = { certFile: join(ground.folder, "own.pem"), keyFile: join(ground.folder, "own.key") };
  const take = async (pair: typeof files) => {
    await copyFile(pair.certFile, files.certFile);
    await copyFile(pair.keyFile, files.keyFile);
  };
  await take(makeCertificate(ground.folder, "first"));
  const first = await readCertificate(files);
  const server = createServer(first, (socket) => void socket.on("error", () => undefined).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = followCertificate(server, files, { first, log: pino({ level: "silent" }), milliseconds: 20 });
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const { port: own } = server.address() as { port: number };
      const socket = connectTls({ host: "127.0.0.1", port: own, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().subject.CN as string);
        socket.destroy();
      }).once("error", reject);
    });
  expect(await shown()).toBe("first");
  await writeFile(files.certFile, "-----BEGIN CERTIFICATE-----\nhalf");
  await take(makeCertificate(ground.folder, "second"));
  await expect.poll(shown).toBe("second");
  stop();
  server.close();
});

test("a gateway whose certificate can't be used says so, and doesn't start", async () => {
  const files = { certFile: join(ground.folder, "keys.json"), keyFile: join(ground.folder, "keys.json") };
  await expect(readCertificate(files)).rejects.toMatchObject({ code: "invalid_configuration" });
});
