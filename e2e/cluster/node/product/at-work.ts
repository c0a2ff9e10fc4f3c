import type { ScriptedStep } from "@catalyst/agents/scripted-model";
import { listObjects, resourcePath } from "@catalyst/kubernetes";
import { expect, onTestFinished, test } from "vitest";
import { createGitRepository, type GitRepository } from "../../../git-repository.ts";
import { type StartedModel, startModel } from "../../../start-model.ts";
import { PODS } from "../operate-on-node.ts";
import { tried } from "./tried.ts";

/** The whole product by its API, with environments in pods and agents' real command lines in them, whose model is scripted. */

const PLAN = "# The plan\n- Let price.js return 2.";
const edit = (from: string, to: string): ScriptedStep => ({
  editFile: { path: "price.js", from: `return ${from};`, to: `return ${to};` },
});
const commit = (message: string): ScriptedStep => ({ runCommand: `git commit --quiet --all --message '${message}'` });
const PLANNING: ScriptedStep[] = [{ plan: PLAN }];
const FILES = {
  "price.js": "export function price() {\n  return 1;\n}\n",
  ".catalyst/config.yaml":
    "hooks:\n  setup: echo prepared > .prepared\n  verify: test -f .prepared && grep -q 'return 2' price.js\n",
  ".gitignore": ".prepared\n",
};

let model: StartedModel | undefined;
let repository: GitRepository;

async function begin(agent: string, steps: ScriptedStep[]): Promise<void> {
  const started = await startModel(agent, steps);
  onTestFinished(() => started.stop());
  model = started;
}

/** What the model is reached by, brought with each request. */
function keys() {
  const {
    ANTHROPIC_API_KEY: key = "",
    ANTHROPIC_BASE_URL: anthropic = "",
    OPENAI_BASE_URL: openai = "",
  } = model?.env ?? {};
  return [
    { provider: "anthropic" as const, key, baseUrl: anthropic },
    { provider: "openai" as const, key, baseUrl: openai },
  ];
}

async function ask(agent: string, text: string, options: object = {}): Promise<string> {
  const ref = await repository.git("rev-parse", "HEAD");
  const { id } = await tried.product.client.call("createTask", {
    body: {
      repository: { kind: "folder", path: repository.path, head: { ref: "refs/heads/main", commit: ref } },
      ...{
        source: { kind: "prompt", text },
        agents: [{ agent, model: null }],
        options,
        keys: model === undefined ? [] : keys(),
      },
    },
  });
  return id;
}

async function executionsOf(task: string) {
  return (await tried.product.client.call("listExecutions", { params: { task }, query: {} })).data;
}

/** All that is known of it, for whoever reads why a test failed. */
async function tell(task: string): Promise<string> {
  const [found, executions] = await Promise.all([
    tried.product.client.call("getTask", { params: { task }, query: {} }),
    executionsOf(task),
  ]);
  const events = await Promise.all(executions.map(({ id }) => tried.product.eventsOf(id)));
  return [JSON.stringify(found), ...events.map((one) => JSON.stringify(one)), tried.product.said()].join("\n---\n");
}

test.each(["claude-code", "codex-cli"])(
  "%s plans in a pod, works once that is approved, and its work is verified and published",
  async (agent) => {
    repository = await createGitRepository(FILES);
    await begin(agent, PLANNING);
    const task = await ask(agent, "Fix price.js", { requirePlanApproval: true });
    const planned = await tried.product.whenNo(task, "pending", "provisioning", "running");
    expect(planned, await tell(task)).toMatchObject({ status: "awaiting_approval", plan: { markdown: PLAN } });
    expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
    await begin(agent, [...PLANNING, edit("1", "2"), commit("Fix the price"), { say: "The price is 2 now." }]);
    await tried.product.client.call("approvePlan", { params: { task }, body: { markdown: null, keys: keys() } });
    const done = await tried.product.whenNo(
      task,
      "awaiting_approval",
      "pending",
      "provisioning",
      "running",
      "publishing",
    );
    expect(done, await tell(task)).toMatchObject({ status: "completed" });
    expect(await repository.git("show", `${done.branch}:price.js`)).toContain("return 2;");
    const executions = await executionsOf(task);
    expect(executions.at(-1)?.verification, await tell(task)).not.toBeNull();
    // The first one's setup is the second one's, too, by the gateway.
    const hooks = (await Promise.all(executions.map(({ id }) => tried.product.eventsOf(id)))).flat();
    const setups = hooks.flatMap((body) =>
      body.type === "hook" && body.name === "setup" && body.phase === "ended" ? [body.cache] : [],
    );
    expect(setups, await tell(task)).toEqual(["miss", "hit"]);
    await expect.poll(pods).toEqual([]);
  },
);

test("what a person says while it works reaches the agent in its pod", async () => {
  repository = await createGitRepository({ "a.txt": "one\n" });
  await begin("claude-code", [{ runCommand: "echo one" }, { say: "One." }, { say: "Two, as you say." }]);
  const release = model?.holdFrom(1);
  const task = await ask("claude-code", "Say one");
  await model?.untilAsked(1);
  const body = { text: "And say two", keys: keys() };
  expect(await tried.product.client.call("sendMessage", { params: { task }, body })).toMatchObject({ kind: "queued" });
  release?.();
  const done = await tried.product.whenNo(task, "pending", "provisioning", "running", "publishing");
  expect(done, await tell(task)).toMatchObject({ status: "completed" });
  expect(model?.requests.at(-1)).toContain("And say two");
});

test("a task that is cancelled while its pod gets an image leaves neither pod nor branch", async () => {
  repository = await createGitRepository({ "a.txt": "one\n" });
  await tried.stopOperator();
  tried.startOperator("localhost/catalyst/absent:1");
  try {
    const task = await ask("script", "echo never");
    await expect.poll(pods).toHaveLength(1);
    await tried.product.client.call("cancelTask", { params: { task } });
    const ended = await tried.product.whenNo(task, "pending", "provisioning", "running");
    expect(ended).toMatchObject({ status: "cancelled" });
    expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
    await expect.poll(pods).toEqual([]);
  } finally {
    await tried.stopOperator();
    tried.startOperator();
  }
});

test("one whose pod is moved away in the middle goes on from its checkpoint, and there is one result", async () => {
  repository = await createGitRepository({ "a.txt": "one\n" });
  const task = await ask(
    "script",
    `if [ -f first.txt ]; then echo second > second.txt; git add second.txt; git commit -qm Second; else
       echo first > first.txt; git add first.txt; git commit -qm First; echo committed; sleep 600; fi`,
  );
  await expect.poll(async () => (await executionsOf(task)).map(({ id }) => id).length).toBe(1);
  const [first] = await executionsOf(task);
  await expect
    .poll(async () => await tried.product.eventsOf(first?.id ?? ""))
    .toContainEqual(expect.objectContaining({ type: "checkpoint" }));
  const [pod] = await pods();
  const place = {
    resource: PODS,
    namespace: pod?.namespace ?? "",
    name: pod?.name ?? "",
    subresource: "eviction" as const,
  };
  await tried.environments.admin.send({
    ...{ method: "POST", path: resourcePath(place) },
    body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: place.name, namespace: place.namespace } },
  });
  const done = await tried.product.whenNo(task, "pending", "provisioning", "running", "publishing");
  expect(done, await tell(task)).toMatchObject({ status: "completed" });
  expect((await repository.git("log", "--format=%s", `main..${done.branch}`)).split("\n")).toEqual(["Second", "First"]);
  expect((await repository.git("branch", "--list", "catalyst/*")).split("\n")).toHaveLength(1);
  expect((await executionsOf(task)).map(({ id }) => id)).toEqual([first?.id]);
});

/** Those of environments, in whichever namespace. */
async function pods(): Promise<{ name: string; namespace: string }[]> {
  const path = resourcePath({ resource: PODS, namespace: null, name: null });
  const { objects } = await listObjects({ connection: tried.environments.admin, path });
  return objects.map(({ metadata }) => ({ name: metadata.name, namespace: metadata.namespace ?? "" }));
}
