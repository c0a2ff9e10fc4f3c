import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { z } from "zod";
import type { Actor } from "../../account/actor.ts";
import { chatGptLogin } from "../../testing/chatgpt-login.ts";
import {
  createMemory,
  memoryAccountStore,
  memoryRepoStore,
  memorySealing,
  memoryTaskStore,
} from "../../testing/index.ts";
import { cancelTask } from "../act/cancel-task.ts";
import { retryTask } from "../act/retry-task.ts";
import { branchNameProblem, nameBranches } from "../branch/name-branch.ts";
import type { AgentTask } from "../task.ts";
import { type SubmitTaskDeps, submitTask } from "./submit-task.ts";
import { TaskRequest } from "./task-request.ts";

const CODEX = { agent: "codex-cli", model: null };
const memory = createMemory();
const tasks = memoryTaskStore(memory);
const deps = {
  tasks,
  accounts: memoryAccountStore(memory),
  repos: memoryRepoStore(memory),
  ...memorySealing(),
  environmentNamespace: "local",
} satisfies SubmitTaskDeps;
const ACTOR: Actor = { kind: "machine_owner", userId: randomUUID() };
const HEAD = { ref: "refs/heads/main", commit: "a".repeat(40) };

const submit = (changes: Partial<z.input<typeof TaskRequest>> = {}, actor: Actor = ACTOR) =>
  submitTask(
    TaskRequest.parse({
      repository: { kind: "folder", path: "/srv/shop", head: HEAD },
      source: { kind: "prompt", text: "Fix the failing test\n\nIt is in src/" },
      ...changes,
    }),
    actor,
    deps,
  );

const executionsOf = ({ id }: AgentTask) => [...memory.executions.values()].filter(({ taskId }) => taskId === id);

test("a task is stored as it was asked for, with nothing decided", async () => {
  const { task, created } = await submit({ base: "main", agents: [{ agent: "codex-cli", model: "gpt-5" }] });
  expect(created).toBe(true);
  expect(task).toMatchObject({
    status: "pending",
    asked: { base: "main", agents: [{ agent: "codex-cli", model: "gpt-5" }] },
    askedHead: HEAD,
    ...{ branch: null, baseBranch: null, agentType: null, timeoutSeconds: null },
    contextPayload: { title: "Fix the failing test", body: "Fix the failing test\n\nIt is in src/" },
    assignedBy: ACTOR.userId,
  });
  const asked = { agent: "codex-cli", model: "gpt-5", branch: null };
  expect(executionsOf(task)).toMatchObject([{ asked, agentType: null, resolution: null, purpose: "work" }]);
  expect(memory.repos.get(task.repoId)).toMatchObject({ url: "/srv/shop", name: "shop", defaultBranch: null });
});

test("a repository that is asked for again is the same one", async () => {
  const [first, second] = [await submit(), await submit()];
  expect(second.task.repoId).toBe(first.task.repoId);
});

test("a registered repository is chosen by what it is called, and only there can a folder be by who isn't on the machine", async () => {
  const userId = randomUUID();
  const person: Actor = { kind: "person", userId };
  const source = { kind: "prompt", text: "Fix it" } as const;
  const ask = (repository: z.input<typeof TaskRequest>["repository"]) =>
    submitTask(TaskRequest.parse({ repository, source }), person, deps);
  const { id: projectId } = await deps.accounts.ensureProject({ kind: "user", userId });
  const folder = { vcs: "local", defaultBranch: "main", projectId } as const;
  const shop = await deps.repos.ensure({ ...folder, url: "/srv/ann/shop", name: "shop" });
  for (const name of [shop.id, "shop", "/srv/ann/shop", "ann/shop"]) {
    const { task } = await ask({ kind: "registered", name });
    expect(task, name).toMatchObject({ repoId: shop.id, askedHead: null });
  }
  await expect(ask({ kind: "folder", path: "/srv/ann/shop", head: null })).rejects.toMatchObject({ code: "forbidden" });
  await deps.repos.ensure({ ...folder, url: "/srv/bob/shop", name: "shop" });
  const several = expect.stringMatching(/more than one .* "shop"[\s\S]*\/srv\/ann\/shop\n {2}\/srv\/bob\/shop$/);
  await expect(ask({ kind: "registered", name: "shop" })).rejects.toMatchObject({
    code: "invalid_input",
    message: several,
  });
  const way = { kind: "name_repository", how: "registered" };
  await submit({ repository: { kind: "folder", path: "/srv/elsewhere", head: null } });
  await expect(ask({ kind: "registered", name: "elsewhere" })).rejects.toMatchObject({ code: "not_found", way });
});

test("keys are sealed for the task alone, and stored nowhere else", async () => {
  const { task } = await submit({ keys: [{ provider: "openai", key: "sk-canary-00001234", baseUrl: null }] });
  const sealed = [...memory.credentials.values()].filter(({ taskId }) => taskId === task.id);
  expect(sealed).toMatchObject([{ provider: "openai", hint: "1234", userId: ACTOR.userId }]);
  expect(JSON.stringify([...memory.tasks.values(), ...memory.credentials.values()])).not.toContain("canary");
});

const CLAUDE = { provider: "anthropic", key: "sk-ant-oat01-canary-0123456789", baseUrl: null } as const;

test("a Claude subscription's token that the machine's owner brings along is sealed for the task alone, beside a key", async () => {
  const { task } = await submit({ keys: [CLAUDE, { ...CLAUDE, key: "sk-ant-api03-canary-5678" }] });
  const sealed = [...memory.credentials.values()].filter(({ taskId }) => taskId === task.id);
  expect(sealed.map(({ kind, hint }) => [kind, hint])).toEqual([
    ["subscription", "6789"],
    ["key", "5678"],
  ]);
});

test.each<[string, Actor]>([
  ["a person elsewhere", { kind: "person", userId: randomUUID() }],
  ["an API key", { kind: "api_key", userId: ACTOR.userId, keyId: randomUUID(), role: "owner", within: null }],
])("%s brings no subscription along", async (_who, actor) => {
  const repository = { kind: "url", url: "https://git.example.com/shop.git" } as const;
  const brought = submit({ repository, keys: [CLAUDE] }, actor);
  await expect(brought).rejects.toMatchObject({ code: "forbidden", way: { kind: "add_credential" } });
  expect((await submit({ repository, keys: [{ ...CLAUDE, key: "sk-ant-api03-canary" }] }, actor)).created).toBe(true);
});

test("a ChatGPT login can't be brought along: its renewal would end with the task", async () => {
  const login = chatGptLogin({ refreshToken: "rt-0123456789", accountId: "account-1234" });
  const brought = submit({ keys: [{ provider: "openai", key: login, baseUrl: null }] });
  await expect(brought).rejects.toMatchObject({ code: "invalid_input", way: { kind: "sign_in_to_provider" } });
});

test.each<[string, Partial<z.input<typeof TaskRequest>>, RegExp]>([
  ["a branch that no result may have", { branch: "bad..name" }, /The branch name "bad..name" can't be used/],
  ["a race of one", { options: { race: { pick: "person" } } }, /A race needs two agents/],
  [
    "a race with a plan",
    { agents: [CODEX, CODEX], options: { race: { pick: "person" }, requirePlanApproval: true } },
    /can't race with a plan/,
  ],
  ["an empty prompt", { source: { kind: "prompt", text: " \n" } }, /the prompt is empty/],
  ["a body that is too long", { source: { kind: "prompt", text: "x".repeat(300 * 1024) } }, /Shorten it/],
])("%s is refused by the door", async (_what, changes, words) => {
  const count = memory.tasks.size;
  await expect(submit(changes)).rejects.toMatchObject({ code: "invalid_input", message: expect.stringMatching(words) });
  expect(memory.tasks.size).toBe(count);
});

test("the same request is one task while it is unfinished", async () => {
  const first = await submit({ dedupeKey: "delivery-1" });
  const second = await submit({ dedupeKey: "delivery-1" });
  expect(second).toEqual({ task: first.task, created: false });
});

test("only a task that ended without a result can be retried", async () => {
  const { task } = await submit();
  const retry = (seen: AgentTask) => retryTask({ task: seen, actor: ACTOR, keys: [], agent: null }, deps);
  await expect(retry(task)).rejects.toThrow("it is pending");
  const failed: AgentTask = { ...task, status: "failed", errorMessage: "broken" };
  await expect(retry(failed)).rejects.toThrow("it is pending");
  memory.tasks.set(task.id, failed);
  expect(await retry(failed)).toMatchObject({ status: "pending", errorMessage: null });
});

test("cancelling marks an unfinished task once and leaves a finished one alone", async () => {
  const { task } = await submit();
  const first = await cancelTask({ taskId: task.id, actor: ACTOR }, deps);
  expect(await cancelTask({ taskId: task.id, actor: ACTOR }, deps)).toEqual(first);
  expect(first.cancelRequestedAt).not.toBeNull();
  const done = await submit();
  memory.tasks.set(done.task.id, { ...done.task, status: "completed" });
  expect((await cancelTask({ taskId: done.task.id, actor: ACTOR }, deps)).cancelRequestedAt).toBeNull();
  await expect(cancelTask({ taskId: randomUUID(), actor: ACTOR }, deps)).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a branch that is named after any title is one that may be pushed", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ unit: "binary" }), (id, title) =>
      nameBranches(id, title).every((name) => branchNameProblem(name) === null),
    ),
  );
});

test.each([
  "-x",
  "a..b",
  "a//b",
  "a/.b",
  "a.lock",
  "a.lock/b",
  "refs/heads/x",
  "HEAD",
  "x/HEAD",
  "a b",
  "a~1",
  "a^",
  "a:b",
  "a\\b",
  "ü",
  "x/",
  "x.",
  "a".repeat(201),
])("the branch name %j is refused", (name) => {
  expect(branchNameProblem(name)).not.toBeNull();
});
