/**
 * `node serve-webhook.ts catalyst|plain <secret> <app>`: hears deliveries on a database of its own until its standard input ends.
 * `plain` is the least that can be done: the body's HMAC, and the same row.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type Database, postgresGitHubAppStore } from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import { appSignedWith } from "../../../server/src/github/testing/signed-delivery.ts";
import { startTestServer } from "../../../server/src/testing/start-test-server.ts";

const [kind = "", secret = "", appId = ""] = process.argv.slice(2);
const app = appSignedWith(secret, { appId: Number(appId) });

/** What is read of a delivery, and its row: one statement, as the server's. */
function hearPlain({ pool }: Pick<Database, "pool">): RequestListener {
  return (request, response) => {
    void buffer(request).then(async (body) => {
      const signed = createHmac("sha256", secret).update(body).digest();
      const claimed = Buffer.from(String(request.headers["x-hub-signature-256"]).slice("sha256=".length), "hex");
      if (claimed.length !== signed.length || !timingSafeEqual(claimed, signed)) {
        response.writeHead(403).end();
        return;
      }
      const { "x-github-delivery": guid, "x-github-event": event } = request.headers;
      await pool.query(
        "insert into github_deliveries (app_id, guid, event, body, body_bytes) values ($1, $2, $3, $4, $5) on conflict do nothing",
        [app.id, guid, event, body, body.length],
      );
      response.writeHead(202).end();
    });
  };
}

const openServer: Record<string, () => Promise<{ db: Database; url: string; close(): Promise<void> }>> = {
  catalyst: () => startTestServer(),
  async plain() {
    const db = await testDatabase();
    const server = createServer(hearPlain(db));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 4096, resolve));
    const { port } = server.address() as AddressInfo;
    const close = async () => {
      server.closeAllConnections();
      server.close();
      await db.close();
    };
    return { db, url: `http://127.0.0.1:${port}`, close };
  },
};

const server = await openServer[kind]?.();
if (server === undefined) {
  throw new Error(`There is no server ${kind}.`);
}
await postgresGitHubAppStore(server.db).insert(app);
console.log(JSON.stringify({ url: server.url, connection: server.db.connection }));
process.stdin.on("end", () => void server.close()).resume();
