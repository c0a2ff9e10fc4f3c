import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Budget, listTasks, type Spending, submitTask, TaskRequest } from "@catalyst/core";
import { readAskedHead } from "@catalyst/git";
import { readGatewayPublic } from "@catalyst/machine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findActor } from "./open-stores.ts";
import { doorOf } from "./testing/door.ts";
import { openTestHome, type TestHome } from "./testing/open-test-home.ts";
import { runForTest } from "./testing/run-for-test.ts";

const KEY = `sk-ant-${randomUUID()}`;

let home: TestHome;

beforeAll(async () => {
  home = await openTestHome();
});

afterAll(() => home?.close());

const run = (args: string[], input = "") => runForTest({ args, env: home.env, input, currentFolder: home.folder });

describe("credentials", () => {
  test("a key from standard input is stored and only its last 4 characters are shown", async () => {
    expect(await run(["credentials", "add", "anthropic"], `${KEY}\n`)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`…${KEY.slice(-4)}`),
    });
    const list = await run(["credentials", "list", "--json"]);
    expect(JSON.parse(list.stdout)).toMatchObject({ provider: "anthropic", hint: KEY.slice(-4), lastUsedAt: null });
    expect(list.stdout + list.stderr).not.toContain(KEY.slice(0, -4));
  });

  test("a second key for a provider is refused, and --replace puts it in the first one's place", async () => {
    expect(await run(["credentials", "add", "anthropic"], "another-key-0000")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--replace"),
    });
    const added = await run(["credentials", "add", "gemini", "--replace", "--json"], "first-key-0001");
    expect(JSON.parse(added.stdout)).toMatchObject({ provider: "gemini", isReplaced: false });
    await run(["credentials", "remove", "gemini"]);
    expect(await run(["credentials", "add", "anthropic", "--replace"], "another-key-9999")).toMatchObject({
      exitCode: 0,
    });
    expect((await run(["credentials", "list"])).stdout).toContain("…9999");
  });

  test("the gateway's key changes, and what was sealed to the one before is wrapped anew", async () => {
    const before = await readGatewayPublic(home.path);
    expect(await run(["credentials", "rotate"])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("1 sealed value wrapped anew"),
    });
    const after = await readGatewayPublic(home.path);
    expect(after?.id).not.toBe(before?.id);
    expect((await home.stores.credentials.listAll()).map(({ recipientKeyId }) => recipientKeyId)).toEqual([after?.id]);
  });

  test.each([
    { what: "an unknown provider", args: ["antropic"], input: "k", words: "Known are: anthropic" },
    { what: "an empty key", args: ["openai"], input: "\n", words: "catalyst credentials add openai < key.txt" },
    { what: "a key with a line break", args: ["openai"], input: "a\nb", words: "blanks, line breaks" },
    { what: "ollama without its address", args: ["ollama"], input: "", words: "--base-url http://127.0.0.1:11434" },
    { what: "a wrong address", args: ["openai", "--base-url", "ftp://x"], input: "k", words: "not an http or https" },
  ])("$what is refused", async ({ args, input, words }) => {
    const ended = await run(["credentials", "add", ...args], input);
    expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(words) });
  });

  test("a removed key is gone, and removing it again says so", async () => {
    expect(await run(["credentials", "remove", "anthropic"])).toMatchObject({ exitCode: 0 });
    expect(await run(["credentials", "remove", "anthropic"])).toMatchObject({ exitCode: 2 });
    expect((await run(["credentials", "list", "--json"])).stdout).toBe("");
  });
});

describe("tasks", () => {
  test("a task is shown by number and by id, with a hostile title made harmless", async () => {
    const task = await submit("Fix \u001b]52;c;aGk=\u0007it\u202e");
    expect((await run(["tasks", "list"])).stdout).toContain("Fix it");
    for (const reference of [String(task.number), `#${task.number}`, task.id.slice(0, 8)]) {
      const { stdout, exitCode } = await run(["tasks", "show", reference]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(task.id);
      expect(stdout).not.toMatch(/[\u001b\u202e]/);
    }
    expect(JSON.parse((await run(["tasks", "show", task.id, "--json"])).stdout)).toMatchObject({
      type: "task",
      number: task.number,
      status: "pending",
    });
  });

  test("an agent whose work nothing is yet has none listed, and that is said", async () => {
    await submit("Sort the imports");
    expect((await run(["tasks", "list"])).stdout).toContain("Sort the imports");
    expect(await run(["tasks", "list", "--agent", "opencode"])).toMatchObject({
      ...{ exitCode: 0, stdout: "", stderr: expect.stringContaining("No task is like that.") },
    });
  });

  test("a reference that names nothing, or too little, is refused", async () => {
    expect(await run(["tasks", "show", "4711"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("catalyst tasks list"),
    });
    expect(await run(["tasks", "logs", "a1"])).toMatchObject({ exitCode: 2 });
  });

  test("a wrong filter is refused with those that exist", async () => {
    expect(await run(["tasks", "list", "--status", "failed", "--status", "done"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/unknown status "done"\. Known are: .*completed/),
    });
    expect(await run(["tasks", "list", "--limit", "many"])).toMatchObject({ exitCode: 2 });
  });

  test("the logs of a task end with the task as JSON", async () => {
    const { number } = await submit("Log it");
    const lines = (await run(["tasks", "logs", String(number), "--json"])).stdout.trim().split("\n");
    expect(JSON.parse(lines.at(-1) as string)).toMatchObject({ type: "task", number });
  });

  test("a task that hasn't failed can't be retried", async () => {
    const { number } = await submit("Wait");
    expect(await run(["tasks", "retry", String(number)])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("only failed or cancelled"),
    });
  });

  test("a task that isn't paused can't be resumed", async () => {
    const { number } = await submit("Wait");
    expect(await run(["tasks", "resume", String(number)])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("only tasks that paused for their budget"),
    });
  });

  test("a paused task shows what it has spent, and isn't resumed with less than that", async () => {
    const { number } = await pause("Spend it", { usd: 2 }, { usd: 2.1, tokens: 1000 });
    const { stdout } = await run(["tasks", "show", String(number)]);
    expect(stdout).toContain("Spent    $2.10, 1.0k tokens");
    expect(stdout).toContain("Budget   the task: $2.10 of $2.00");
    expect(JSON.parse((await run(["tasks", "show", String(number), "--json"])).stdout)).toMatchObject({
      status: "paused_budget",
      spent: { usd: 2.1, tokens: 1000 },
      budgets: [{ scope: "task", unit: "usd", limit: 2, spent: 2.1 }],
    });
    for (const [args, words] of [
      [["--budget-usd", "2"], "it has spent $2.10"],
      [[], `catalyst tasks resume ${number} --budget-usd +2`],
      [["--budget-usd", "two"], "--budget-usd 2.50"],
    ] as const) {
      expect(await run(["tasks", "resume", String(number), ...args])).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining(words),
      });
    }
  });
});

describe("run refuses before anything is stored", () => {
  const shop = ["--repo", "shop"];
  // Without a model, the agent needs neither a key nor an installation to see that the rest is refused.
  const script = [...shop, "--agent", "script"];

  test.each([
    { what: "no repository", args: ["Fix it", "--repo", "/"], exitCode: 2, words: "not a git repository" },
    { what: "a missing folder", args: ["Fix it", "--repo", "missing"], exitCode: 2, words: "no such folder" },
    {
      what: "an address that isn't https",
      args: ["Fix it", "--repo", "ssh://x/y"],
      exitCode: 2,
      words: "not supported",
    },
    {
      what: "a wrong time limit",
      args: ["Fix it", ...script, "--timeout", "soon"],
      exitCode: 2,
      words: "--timeout 30m",
    },
    {
      what: "a wrong budget",
      args: ["Fix it", ...script, "--budget-usd", "-1"],
      exitCode: 2,
      words: "--budget-usd 2.50",
    },
    { what: "a missing issue file", args: [...script, "--issue-file", "no.md"], exitCode: 2, words: "no.md" },
    { what: "a prompt and an issue", args: ["Fix", ...script, "--issue-file", "a.md"], exitCode: 2, words: "Give one" },
    { what: "an empty prompt", args: ["-", ...script], exitCode: 2, words: "the prompt is empty" },
  ])("$what", async ({ args, exitCode, words }) => {
    const before = await countTasks();
    expect(await run(["run", ...args])).toMatchObject({ exitCode, stderr: expect.stringContaining(words) });
    expect(await countTasks()).toBe(before);
  });
});

test("a message to a task that works needs neither a key nor an installed agent: it is queued", async () => {
  const { id, number } = await submit("Works with a key that was for its run only", undefined, "claude-code");
  const { exitCode, stdout, stderr } = await run(["tasks", "send", String(number), "Also update the docs"]);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain("Queued. Its agent gets it when it begins.");
  expect((await home.stores.messages.listUndelivered(id)).map(({ text }) => text)).toEqual(["Also update the docs"]);
});

/** A task that spent so much and came to the end of its budget. */
async function pause(title: string, budget: { usd: number }, spent: Spending) {
  const task = await submit(title, { ...budget, tokens: null });
  const executionId = (await home.stores.executions.listForTask(task.id))[0]?.id ?? "";
  const of = { executionId, gatewayId: randomUUID() };
  await home.stores.budgets.settle({ ...of, reservationId: randomUUID(), spent, usage: null });
  const lease = await home.stores.executions.claim({ executionId, workerId: "w", leaseSeconds: 60 });
  const held = lease ?? { executionId, epoch: 0 };
  await home.stores.executions.move(held, "provisioning", {});
  await home.stores.executions.move(held, "running", {});
  const end = { failureReason: null, errorMessage: "The budget of the task is spent.", result: null };
  await home.stores.executions.end(held, { state: "paused_budget", ...end }, {});
  return task;
}

async function countTasks(): Promise<number> {
  const asked = {
    actor: await findActor(home.stores),
    statuses: [],
    hasRefused: false,
    limit: 100,
    beforeNumber: null,
  };
  return (await listTasks(asked, home.stores)).tasks.length;
}

async function submit(title: string, budget?: Budget, agent = "script") {
  const request = TaskRequest.parse({
    repository: { kind: "folder", ...(await readAskedHead(join(home.folder, "shop"))) },
    source: { kind: "issue", title, body: "", path: null },
    agents: [{ agent, model: null }],
    options: { budget },
  });
  return (await submitTask(request, await findActor(home.stores), doorOf(home.stores))).task;
}
