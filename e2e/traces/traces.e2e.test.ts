import { type Collector, startCollector } from "@catalyst/telemetry/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { readRun } from "../read-run.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { type StartedModel, startModel } from "../start-model.ts";

const PROMPT = "Mend the price of porcelain";

let home: TestHome;
let collector: Collector;
let model: StartedModel;

beforeAll(async () => {
  collector = await startCollector();
  home = await createTestHome();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_HEADERS: "x-key=canary-of-headers" };
  await home.start(["up", "--listen", "127.0.0.1:0"], { env }).shows("Ctrl-C ends it");
  model = await startModel("claude-code", [
    // The values have the token of the execution, which no result may hold.
    {
      runCommand: "(env | cut -d= -f1; env | grep -c canary) > env.txt; git add env.txt && git commit --quiet -m Tell",
    },
    { say: "It is told." },
  ]);
});
afterAll(async () => {
  await model?.stop();
  await home?.remove();
  await collector?.close();
});

test("a task is one trace, from the request for it through worker and gateway, and its agent knows nothing of that", async () => {
  const repository = await createGitRepository({ "price.js": "export const price = 1;\n" });
  const args = ["run", PROMPT, "--agent", "claude-code", "--repo", repository.path, "--json"];
  const { stdout, stderr, exitCode } = await home.run(args, { env: model.env });
  expect(exitCode, stdout + stderr).toBe(0);
  const { task } = readRun(stdout);
  const traceId = String(task.id).replaceAll("-", "");
  const ofTask = () => collector.spans.filter((span) => span.traceId === traceId);
  const names = () => ofTask().map(({ process, name }) => `${process}: ${name}`);
  await expect
    .poll(names)
    .toEqual(
      expect.arrayContaining([
        "server: POST /api/v1/tasks",
        ...[
          "claim",
          "resolve",
          "provision",
          "make quarantine",
          "run",
          "import and check",
          "publish",
          "execution work",
        ].map((name) => `worker: ${name}`),
        expect.stringMatching(/^gateway: chat /),
      ]),
    );
  const known = new Set(ofTask().map(({ spanId }) => spanId));
  expect(
    ofTask()
      .filter(({ parentId }) => parentId === null)
      .map(({ name }) => name),
  ).toEqual(["POST /api/v1/tasks"]);
  expect(ofTask().filter(({ parentId }) => parentId !== null && !known.has(parentId))).toEqual([]);
  const execution = ofTask().find(({ name }) => name === "execution work");
  expect(execution?.attributes).toMatchObject({ "catalyst.agent": "claude-code", "catalyst.outcome": "completed" });
  const asked = ofTask().filter(({ process }) => process === "gateway");
  expect(asked.map(({ parentId }) => parentId)).toEqual(asked.map(() => execution?.spanId));
  expect(asked[0]?.attributes).toMatchObject({ "gen_ai.provider.name": "anthropic", "http.response.status_code": 200 });

  const branch = String(task.branch);
  for (const said of ["porcelain", repository.path, home.path, branch, "price.js", ...Object.values(model.env)]) {
    expect(collector.text()).not.toContain(said);
  }
  expect(collector.headers.every((headers) => headers["x-key"] === "canary-of-headers")).toBe(true);
  const environment = (await repository.git("show", `${branch}:env.txt`)).split("\n");
  expect(environment).toContain("ANTHROPIC_BASE_URL");
  expect(environment.filter((name) => name.startsWith("OTEL_"))).toEqual([]);
  expect(environment.at(-1)).toBe("0");
});
