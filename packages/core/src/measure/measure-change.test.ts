import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { TaskChangeBody } from "../task/feed/task-change.ts";
import { measureChange } from "./measure-change.ts";
import type { MeasuredExecution } from "./measure-store.ts";

const executionId = randomUUID();
const RUNNING: MeasuredExecution = { agent: "aider", provisionSeconds: 3, isProvisioning: false, rules: ["secret"] };
const STARTING: MeasuredExecution = { ...RUNNING, isProvisioning: true };

async function measure(body: TaskChangeBody, execution: MeasuredExecution | null = RUNNING) {
  const measured: [string, unknown][] = [];
  const note = (name: string) => (value: unknown) => void measured.push([name, value]);
  const [provisioned, taskEnded] = [note("provisioned"), note("taskEnded")];
  await measureChange(
    { taskId: randomUUID(), actor: null, body },
    {
      store: {
        readExecution: async () => execution,
        readTask: async () => ({ seconds: 60, publication: "pull_request" }),
        readProposal: async () => 90,
      },
      measures: {
        provisioned,
        taskEnded,
        executionEnded: note("executionEnded"),
        policyFound: note("policyFound"),
        proposed: note("proposed"),
      },
    },
  );
  return measured;
}

test("a task's end is measured with what became of it", async () => {
  expect(await measure({ type: "status", status: "completed", failureReason: null })).toEqual([
    ["taskEnded", { outcome: "completed", seconds: 60, publication: "pull_request" }],
  ]);
});

test("a task that waits for a person has no end", async () => {
  expect(await measure({ type: "status", status: "awaiting_approval", failureReason: null })).toEqual([]);
});

test("an environment that runs was provisioned", async () => {
  expect(await measure({ type: "execution_moved", executionId, state: "running" })).toEqual([
    ["provisioned", { executionId, outcome: "ready", seconds: 3, agent: "aider" }],
  ]);
});

test("an environment that was refused failed to be provisioned", async () => {
  const failureReason = "isolation_unavailable";
  expect(await measure({ type: "execution_ended", executionId, state: "failed", failureReason }, STARTING)).toEqual([
    ["executionEnded", { outcome: "failed", reason: failureReason, agent: "aider" }],
    ["provisioned", { executionId, outcome: "failed", seconds: 3, agent: "aider" }],
  ]);
});

test.each([
  ["environment_lost", RUNNING],
  ["credential_missing", STARTING],
  ["isolation_unavailable", null],
] as const)(
  "an execution that ended for %s says nothing of how environments are provisioned",
  async (reason, found) => {
    const body = { type: "execution_ended", executionId, state: "failed", failureReason: reason } as const;
    const agent = found?.agent ?? null;
    expect(await measure(body, found)).toEqual([["executionEnded", { outcome: "failed", reason, agent }]]);
  },
);

test("what the policy found is measured where a result is published", async () => {
  expect(await measure({ type: "published", executionId, publication: "kept" })).toEqual([["policyFound", ["secret"]]]);
});

test("the way from an issue to a pull request is measured where one is opened", async () => {
  expect(await measure({ type: "published", executionId, publication: "pull_request" })).toEqual([
    ["policyFound", ["secret"]],
    ["proposed", 90],
  ]);
});
