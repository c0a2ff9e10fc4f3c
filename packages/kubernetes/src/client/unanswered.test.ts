import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ClusterConnection, connectCluster } from "./connect-cluster.ts";

let server: Server;
let connection: ClusterConnection;
let begins: boolean;

beforeEach(async () => {
  server = createServer((_request, response) => {
    if (begins) {
      response.write("{");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const access = { address, authority: null, certificate: null, headers: async () => ({}) };
  connection = connectCluster(access, { answerMilliseconds: 50 });
});

afterEach(async () => {
  await connection.close();
  server.closeAllConnections();
  server.close();
});

test.each([
  ["says nothing", false],
  ["begins to answer, and goes on with nothing", true],
])("an API server that %s is told as one that can't be had: what asks it tries again", async (_what, isBegun) => {
  begins = isBegun;
  const asked = connection.send({ method: "GET", path: "/version" });
  await expect(asked).rejects.toMatchObject({ name: "ClusterFault", kind: "unavailable" });
});

test("whoever doesn't want to know any more is told that", async () => {
  begins = false;
  const asked = connection.send({ method: "GET", path: "/version", signal: AbortSignal.abort(new Error("enough")) });
  await expect(asked).rejects.toThrow("enough");
});
