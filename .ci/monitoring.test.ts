import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { followTasks, openMetrics, registerLoad } from "@catalyst/telemetry";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { registerMeasures as ofGateway } from "../gateway/src/metrics/register-measures.ts";
import { registerMeasures as ofServer } from "../server/src/metrics/register-measures.ts";
import { registerDeliveries } from "../worker/src/metrics/register-deliveries.ts";
import { registerGitHubLimits } from "../worker/src/metrics/register-github-limits.ts";
import { registerMeasures as ofWorker } from "../worker/src/metrics/register-measures.ts";

const MONITORING = fileURLToPath(new URL("../docs/monitoring/", import.meta.url));
const TARGETS = ["SC-001", "SC-002", "SC-003", "SC-004", "SC-005", "SC-006"];
/** Those that Prometheus makes itself. */
const OF_PROMETHEUS = ["up"];

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string; target?: string };
  annotations: { summary: string; description: string };
}
interface Panel {
  title: string;
  targets?: { expr: string }[];
}

const rules = (parse(read("alerts.yml")) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
const panels = (JSON.parse(read("dashboard.json")) as { panels: Panel[] }).panels;

function read(name: string): string {
  return readFileSync(`${MONITORING}${name}`, "utf8");
}

/** The names of all metrics that any of the processes tells, as they are told. */
async function listTold(): Promise<Set<string>> {
  const input = { address: { host: "127.0.0.1", port: 0 }, checks: {}, log: { info: () => undefined } };
  const { registry, close } = await openMetrics({ ...input, process: "server" });
  const away = () => Promise.reject(new Error("away"));
  followTasks(registry, {
    store: { readExecution: away, readTask: away, readProposal: away, readLoad: away },
    agents: new Set(),
  });
  registerLoad(registry, { readLoad: away });
  ofGateway(registry);
  ofServer(registry, 5);
  ofWorker(registry, 4);
  registerDeliveries(registry);
  registerGitHubLimits(registry);
  const told = (await registry.getMetricsAsJSON()) as unknown as { name: string; type: string }[];
  await close();
  return new Set(told.flatMap(({ name }) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]));
}

/** What an expression names that is neither a function nor a label. */
function metricsIn(expr: string): string[] {
  const bare = expr.replace(/\{[^}]*\}|\b(by|without|on) *\([^)]*\)|"[^"]*"/g, "");
  return (bare.match(/[a-z_][a-z0-9_]*\b(?! *\()/g) ?? []).filter(
    (word) => word.includes("_") || OF_PROMETHEUS.includes(word),
  );
}

test("alerts and dashboard carry each target of the specification", () => {
  expect(rules.flatMap(({ labels }) => labels.target ?? [])).toEqual(TARGETS);
  expect(panels.flatMap(({ title }) => /^SC-\d+/.exec(title)?.[0] ?? [])).toEqual(TARGETS);
});

test("alerts and dashboard ask for nothing that no process tells", async () => {
  const told = await listTold();
  const asked = [...rules.map(({ expr }) => expr), ...panels.flatMap(({ targets = [] }) => targets.map((t) => t.expr))];
  const unknown = asked.flatMap(metricsIn).filter((name) => !told.has(name) && !OF_PROMETHEUS.includes(name));
  expect(unknown.filter((name) => !name.startsWith("__"))).toEqual([]);
});

test("the guide names each of our metrics, and the dashboard shows it", async () => {
  const guide = readFileSync(`${MONITORING}../guide/operations.md`, "utf8");
  const names = [...(await listTold())].filter((name) => /^catalyst_/.test(name) && !/_(bucket|count|sum)$/.test(name));
  const shown = new Set(panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr))));
  expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  expect(names.filter((name) => !shown.has(name) && !shown.has(`${name}_bucket`))).toEqual([]);
});

test("every alert says what is wrong and what to do", () => {
  const silent = rules.filter(({ annotations }) => !annotations.summary || !annotations.description);
  expect(silent).toEqual([]);
});
