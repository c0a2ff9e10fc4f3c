import type { AddressInfo } from "node:net";
import { createAnswers } from "../../server/src/mcp/testing/answers/create-answers.ts";
import { startTestServer } from "../../server/src/testing/start-test-server.ts";
import { addKey, type Behind } from "./add-key.ts";

export interface ServedAnswers {
  url: string;
  close(): Promise<void>;
}

/** The suite asks faster than people do. */
const REQUESTS_PER_MINUTE = 100_000;

/** What the suite asks for, behind the product's own door: known by a key, which a proxy adds. */
export async function serveAnswers(): Promise<ServedAnswers> {
  const behind = Promise.withResolvers<Behind>();
  const proxy = await addKey(behind.promise);
  const publicUrl = new URL(`http://localhost:${(proxy.address() as AddressInfo).port}`);
  const server = await startTestServer(
    { keyRequestsPerMinute: REQUESTS_PER_MINUTE },
    { publicUrl, makeFactory: () => createAnswers },
  );
  const { key } = await server.client.call("createApiKey", { body: { name: "conformance", scopes: ["tasks:read"] } });
  behind.resolve({ port: server.port, key });
  return {
    url: `${publicUrl.origin}/api/mcp`,
    async close() {
      proxy.close();
      proxy.closeAllConnections();
      await server.close();
    },
  };
}
