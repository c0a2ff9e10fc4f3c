import { breakableDatabase } from "@catalyst/postgres/testing";
import { expect, test } from "vitest";
import { ask } from "../testing/ask.ts";
import { startTestServer } from "../testing/start-test-server.ts";
import { appSignedWith, signedHeaders } from "./testing/signed-delivery.ts";

test("while the database is away no delivery is taken, and each can come again, also the first of a server's life", async () => {
  const broken = await breakableDatabase();
  const server = await startTestServer({}, { openDb: async () => broken.db });
  const app = appSignedWith("a secret");
  await server.deps.githubApps.insert(app);
  const body = '{"action":"opened"}';
  const headers = { host: new URL(server.url).host, ...signedHeaders(app, { secret: "a secret", body }) };
  const send = () => ask(server.url, { path: "/api/github/webhook", method: "POST", headers, body });
  const goAway = async () => {
    await broken.cut();
    expect(await send()).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    await broken.mend();
    await expect.poll(async () => (await send()).status).toBe(202);
  };
  await goAway();
  await goAway();
  await expect.poll(async () => (await server.deps.githubDeliveries.measureWaiting()).count).toBe(1);
  await server.close();
});
