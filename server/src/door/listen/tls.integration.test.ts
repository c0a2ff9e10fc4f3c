import { copyFile, mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type PeerCertificate } from "node:tls";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeCertificate } from "../../testing/make-certificate.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { followTlsFiles, readTlsFiles } from "./tls-files.ts";

let folder: string;
let server: TestServer | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-tls-"));
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

function certificateName(port: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, servername: "localhost", rejectUnauthorized: false }, () => {
      resolve((socket.getPeerCertificate() as PeerCertificate).subject.CN as string);
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

test("with a certificate the port speaks https, and takes what the files say when they change", async () => {
  const tls = makeCertificate(folder, "first");
  server = await startTestServer({}, { tls });
  const { port } = server;
  expect(server.url).toBe(`https://localhost:${port}`);
  expect(await certificateName(port)).toBe("first");
  const next = makeCertificate(folder, "second");
  await copyFile(next.certFile, tls.certFile);
  await copyFile(next.keyFile, tls.keyFile);
  await expect.poll(() => certificateName(port)).toBe("second");
});

test("files that change into what doesn't belong together change nothing", async () => {
  const tls = makeCertificate(folder, "first");
  const said: string[] = [];
  const log = pino({}, { write: (line) => said.push(line) });
  const taken: object[] = [];
  const listening = { setSecureContext: (pair: object) => taken.push(pair) } as unknown as Server;
  const stop = followTlsFiles(listening, tls, { log, everyMilliseconds: 10 });
  await copyFile(makeCertificate(folder, "second").keyFile, tls.keyFile);
  await expect.poll(() => said.join("")).toContain("is not taken");
  expect(taken).toEqual([]);
  await copyFile(join(folder, "second.pem"), tls.certFile);
  await expect.poll(() => taken.length).toBeGreaterThan(0);
  stop();
});

test("files that are no certificate and its key are a wrong setting", async () => {
  const { certFile } = makeCertificate(folder, "first");
  const { keyFile } = makeCertificate(folder, "second");
  for (const files of [
    { certFile, keyFile },
    { certFile: "/nowhere", keyFile },
    { certFile: keyFile, keyFile: certFile },
  ]) {
    await expect(readTlsFiles(files)).rejects.toMatchObject({ code: "invalid_configuration" });
  }
});
