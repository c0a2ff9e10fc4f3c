import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openMetrics } from "@catalyst/telemetry";
import { afterEach, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { registerMeasures } from "./register-measures.ts";
import type { ServerMeasures } from "./server-measures.ts";

let server: TestServer;

afterEach(() => server.close());

test("what a page measured, and what came to GitHub's webhook, is in the server's metrics", async () => {
  const address = { host: "127.0.0.1", port: 0 };
  const metrics = await openMetrics({ process: "server", address, checks: {}, log: { info: () => undefined } });
  const measures: ServerMeasures = registerMeasures(metrics.registry, 5);
  server = await startTestServer();
  Object.assign(server.deps, { measures });
  await server.restart();
  await server.client.call("noteMeasurements", { body: { eventDisplaySeconds: [0.3, 7], credentialSetupSeconds: 50 } });
  const port = await readFile(join(server.folder, "port"), "utf8");
  await fetch(`http://127.0.0.1:${port.trim()}/api/github/webhook`, { method: "POST" });
  const text = await (await fetch(`${metrics.url}/metrics`)).text();
  await metrics.close();
  expect(text).toContain('catalyst_event_display_seconds_bucket{le="5",process="server"} 1');
  expect(text).toContain('catalyst_event_display_seconds_count{process="server"} 2');
  expect(text).toContain('catalyst_github_webhooks_total{answer="refused",process="server"} 1');
  expect(text).toContain('catalyst_credential_setup_seconds_sum{process="server"} 50');
});

test.each([
  { eventDisplaySeconds: Array.from({ length: 101 }, () => 1) },
  { eventDisplaySeconds: [-1] },
  { eventDisplaySeconds: [1e9] },
  { credentialSetupSeconds: Number.MAX_VALUE },
  { agent: "mine" },
])("measurements %j aren't taken", async (body) => {
  server = await startTestServer();
  const asked = server.client.call("noteMeasurements", { body });
  await expect(asked).rejects.toMatchObject({ code: "invalid_input" });
});
