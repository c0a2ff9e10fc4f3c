import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createSecureServer, type Http2SecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ClusterConnection, connectCluster } from "./connect-cluster.ts";

let folder: string;
let server: Http2SecureServer;
let connection: ClusterConnection;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "catalyst-cluster-"));
  const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1", "-out", certFile];
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", keyFile];
  execFileSync("openssl", ["req", "-x509", ...made, ...name], { stdio: "ignore" });
  const authority = readFileSync(certFile, "utf8");
  server = createSecureServer({ key: readFileSync(keyFile), cert: authority, allowHTTP1: true }, (request, response) =>
    response.end(JSON.stringify({ spoken: request.httpVersion })),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const access = { address: `https://127.0.0.1:${port}`, authority, certificate: null, headers: async () => ({}) };
  connection = connectCluster(access);
});
afterEach(async () => {
  await connection.close();
  server.close();
  rmSync(folder, { recursive: true });
});

test("an API server that speaks HTTP/2 as well is asked by HTTP/1.1", async () => {
  expect(await connection.send({ method: "GET", path: "/version" })).toEqual({ spoken: "1.1" });
});
