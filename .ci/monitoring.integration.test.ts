import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { followTasks, openMetrics, registerLoad } from "@catalyst/telemetry";
import { afterEach, beforeEach, expect, type TestContext, test } from "vitest";
import { registerMeasures as ofGateway } from "../gateway/src/metrics/register-measures.ts";
import { registerMeasures as ofServer } from "../server/src/metrics/register-measures.ts";
import { registerMeasures as ofWorker } from "../worker/src/metrics/register-measures.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MONITORING = join(ROOT, "docs", "monitoring");
/** Where `.ci/run` puts it on a machine that has none. */
const OWN = join(ROOT, ".runtime", "promtool");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalyst-promtool-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What Prometheus' own tool says; without it the test isn't run, and says so. */
function promtool(context: TestContext, args: string[], input = ""): { status: number | null; said: string } {
  const program = existsSync(OWN) ? OWN : "promtool";
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: MONITORING, input, encoding: "utf8" });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    context.skip("promtool isn't here: it comes with Debian's package prometheus");
  }
  return { status, said: `${stdout}${stderr}` };
}

test("Prometheus takes the alerts, and each fires where its target is missed", (context) => {
  expect(promtool(context, ["check", "rules", "alerts.yml"])).toMatchObject({ status: 0 });
  expect(promtool(context, ["test", "rules", "alerts.test.yml"])).toMatchObject({ status: 0 });
});

test("Prometheus understands each question of the dashboard", (context) => {
  const { panels } = JSON.parse(readFileSync(join(MONITORING, "dashboard.json"), "utf8")) as {
    panels: { targets?: { expr: string }[] }[];
  };
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr.replaceAll("$__range", "1h")));
  const rules = asked.map((expr, index) => ({ record: `panel:${index}`, expr }));
  const file = join(folder, "panels.yml");
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: "panels", rules }] }));
  expect(promtool(context, ["check", "rules", file]).said).toContain(`SUCCESS: ${asked.length} rules found`);
});

test("Prometheus takes what the processes tell, by its conventions", async (context) => {
  const input = { address: { host: "127.0.0.1", port: 0 }, checks: {}, log: { info: () => undefined } };
  const { registry, close } = await openMetrics({ ...input, process: "server" });
  const away = () => Promise.reject(new Error("away"));
  followTasks(registry, {
    store: { readExecution: away, readTask: away, readProposal: away, readLoad: away },
    agents: new Set(["aider"]),
  });
  registerLoad(registry, {
    readLoad: async () => ({ waiting: 1, oldestSeconds: 2, placed: 3, tasks: { running: 1 } }),
  });
  const gateway = ofGateway(registry);
  gateway.budgetTold("exceeded", { scope: "task", unit: "usd" });
  gateway.refused("forbidden");
  gateway.unreachable("openai");
  ofServer(registry, 5).eventDelivered(0.1);
  ofWorker(registry, 4)("mirror", 1);
  const text = await registry.metrics();
  await close();
  const { status, said } = promtool(context, ["check", "metrics"], text);
  // The library's own names aren't ours to choose.
  expect(said.split("\n").filter((line) => line.startsWith("catalyst_"))).toEqual([]);
  expect([0, 3]).toContain(status);
});
