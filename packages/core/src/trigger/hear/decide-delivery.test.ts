import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { z } from "zod";
import type { ForgeLink } from "../../account/account-store.ts";
import type { AgentConfig } from "../../agent/agent-config.ts";
import { GitHubConfig } from "../../agent/github-config.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import type { GitHubApp } from "../../forge/app/github-app.ts";
import type { GitHubInstallation } from "../../forge/app/installation.ts";
import { emptyResult } from "../../result/empty-result.ts";
import type { AgentTask } from "../../task/task.ts";
import { type MemoryForgeReader, memoryForgeReader } from "../../testing/forge/memory-forge-reader.ts";
import { memoryLabelStore } from "../../testing/forge/memory-label-store.ts";
import { memoryRepoStore } from "../../testing/stores/accounts/memory-repo-store.ts";
import { memoryExecutionStore } from "../../testing/stores/executions/memory-execution-store.ts";
import { memoryTriggerStore } from "../../testing/stores/forge/memory-trigger-store.ts";
import { addRepo, createMemory, type Memory } from "../../testing/stores/memory.ts";
import { memoryTaskStore } from "../../testing/stores/tasks/memory-task-store.ts";
import type { SubjectNow } from "../decide/facts.ts";
import { type DecideDeliveryDeps, decideDelivery } from "./decide-delivery.ts";

const AT = "2026-05-02T10:00:00Z";
const APP = {
  ...{ id: randomUUID(), host: "github.com", slug: "catalyst", botUserId: 91 },
  machineUsers: [{ id: 90, login: "catalyst-agent" }],
  watched: null,
} as unknown as GitHubApp;
const ADA = { id: 7, login: "ada", type: "User" };
const ISSUE = { number: 12, body: "", created_at: AT, updated_at: AT };
const COMMENTED = {
  ...{ action: "created", sender: ADA, installation: { id: 3 }, issue: ISSUE },
  repository: { id: 5, name: "shop", owner: { login: "acme" } },
  comment: { id: 501, body: "@catalyst please fix this", created_at: AT },
};

let memory: Memory;
let reader: MemoryForgeReader;
let deps: DecideDeliveryDeps;
const asked: unknown[] = [];
const OWN_PROJECT = randomUUID();
let people: string[];
let linked: object[];
/** Accounts of forges that are the person's who asks by addresses. */
let links: ForgeLink[];
let github: z.input<typeof GitHubConfig>;
let kept: object[];
/** By a repository's number. */
let showing: Map<number, GitHubInstallation[]>;

beforeEach(() => {
  memory = createMemory();
  const repo = { ...addRepo(memory), url: "https://github.com/acme/shop", vcs: "github" as const };
  memory.repos.set(repo.id, repo);
  reader = memoryForgeReader();
  reader.permissions.set("7", "write");
  reader.subjects.set(12, {
    ...{ kind: "issue", number: 12, url: `${repo.url}/issues/12`, title: "Upload", text: "" },
    ...{ isOpen: true, isLocked: false, isArchived: false, change: null },
  });
  asked.length = 0;
  people = [];
  linked = [];
  links = [];
  github = {};
  kept = [];
  showing = new Map();
  const user = { id: randomUUID(), login: "ada", createdAt: new Date() };
  deps = {
    labels: memoryLabelStore(),
    ...{ tasks: memoryTaskStore(memory), executions: memoryExecutionStore(memory) },
    installations: { listShowing: async ({ repositoryId }) => showing.get(repositoryId) ?? [] },
    ...{ triggers: memoryTriggerStore(memory), environmentNamespace: "local", newId: randomUUID },
    accounts: {
      ensureForgeUser: async () => user,
      findForgePerson: async ({ forge, accountId }) => (people.includes(`${forge}:${accountId}`) ? user : null),
      ensureProject: async () => ({ id: OWN_PROJECT }),
      listForgeLinks: async () => links,
    },
    repos: {
      ...memoryRepoStore(memory),
      listOfForge: async ({ host, id }) => (host === "github.com" && id === 5 ? [repo] : []),
      linkForge: async (repoId, forge) => void linked.push({ repoId, ...forge }),
    },
    settings: { get: async (projectId) => ({ projectId, github: GitHubConfig.parse(github) }) as AgentConfig },
    readerOf: ({ installationId, repositoryId }) => {
      asked.push([installationId, repositoryId]);
      return (work) => work(reader);
    },
    keepRegistry: async (_app, event) => void kept.push(event),
    wait: async () => undefined,
    now: () => new Date(),
    sealKey: () => Promise.reject(new Error("nobody brings a key")),
  };
});

const hear = (payload: object, event = "issue_comment") =>
  decideDelivery({ app: APP, guid: "guid-1", event, payload }, deps);

test("who is spoken to by the App's own name works, in the project of the repository", async () => {
  expect(await hear(COMMENTED)).toEqual({ decision: "task", reason: "submit" });
  expect(asked).toEqual([[3, 5]]);
  expect([...memory.tasks.values()]).toMatchObject([{ taskType: "issue", sourceNumber: 12 }]);
  expect(await hear(COMMENTED)).toEqual({ decision: "known", reason: "submit" });
});

test("what is asked for as a draft becomes a task that proposes one", async () => {
  const comment = { ...COMMENTED.comment, body: "/catalyst run --draft Keep it small" };
  expect(await hear({ ...COMMENTED, comment })).toEqual({ decision: "task", reason: "submit" });
  expect([...memory.tasks.values()]).toMatchObject([{ options: { isDraft: true } }]);
});

test.each<[string, object, string]>([
  ["an edit", { action: "edited" }, "edited"],
  ["a repository of nobody here", { repository: { ...COMMENTED.repository, id: 6 } }, "repository_unknown"],
  ["a delivery of no installation", { installation: null }, "repository_unknown"],
  ["words to nobody", { comment: { ...COMMENTED.comment, body: "I see" } }, "no_command"],
  ["our own words", { sender: { id: 91, login: "catalyst[bot]", type: "Bot" } }, "own_account"],
])("%s is ignored, and says why", async (_what, changes, reason) => {
  expect(await hear({ ...COMMENTED, ...changes })).toEqual({ decision: "ignored", reason });
  expect(reader.asked).toEqual([]);
});

const labeled = (label: object, number = 12) => ({
  ...COMMENTED,
  ...{ action: "labeled", label, comment: undefined },
  issue: { ...COMMENTED.issue, number },
});

test("a label that was renamed since asks for what it asked for first, and a list that knows names alone is helped", async () => {
  const { subjects } = reader;
  const shown = subjects.get(12) as NonNullable<ReturnType<typeof subjects.get>>;
  for (const number of [13, 14, 15]) {
    subjects.set(number, { ...shown, number });
  }
  expect(await hear(labeled({ id: 31, name: "catalyst:codex-cli" }), "issues")).toMatchObject({ decision: "task" });
  expect(await hear(labeled({ id: 31, name: "ai" }, 13), "issues")).toMatchObject({ decision: "task" });
  expect([...memory.executions.values()].map(({ asked: { agent } }) => agent)).toEqual(["codex-cli", "codex-cli"]);
  const other = { decision: "ignored", reason: "not_for_us" };
  expect(await hear(labeled({ id: 32, name: "ai" }, 14), "issues")).toEqual(other);
  expect(await hear(labeled({ name: "ai" }, 15), "issues")).toEqual(other);
  reader.labels.set("ai", "31");
  expect(await hear(labeled({ name: "ai" }, 15), "issues")).toMatchObject({ decision: "task" });
});

test("an issue that is moved ends its task, which says where it is by now", async () => {
  await hear(labeled({ id: 31, name: "catalyst" }), "issues");
  const changes = { new_issue: { number: 4 }, new_repository: { full_name: "acme/other" } };
  expect(await hear({ ...labeled({}), action: "transferred", changes }, "issues")).toMatchObject({ reason: "end" });
  expect([...memory.tasks.values()]).toMatchObject([{ ending: { why: "gone", movedTo: "acme/other#4" } }]);
});

describe("an issue that is moved to a repository where the App is", () => {
  const changes = {
    new_issue: { number: 4 },
    new_repository: { id: 6, name: "web", full_name: "acme/web", owner: { login: "acme" }, private: true },
  };
  const move = () =>
    hear({ ...labeled({}), action: "transferred", changes, sender: { ...ADA, id: 8, login: "bob" } }, "issues");
  const there = () => [...memory.tasks.values()].filter(({ sourceNumber }) => sourceNumber === 4);

  beforeEach(async () => {
    people = ["github:7"];
    showing.set(6, [{ appId: APP.id, installationId: 9, suspendedAt: null } as GitHubInstallation]);
    const shown = reader.subjects.get(12) as NonNullable<ReturnType<typeof reader.subjects.get>>;
    reader.subjects.set(4, { ...shown, number: 4 });
    const comment = { ...COMMENTED.comment, body: "/catalyst run --agent codex-cli --plan Keep it small" };
    await hear({ ...COMMENTED, comment });
  });

  test("is worked on there as it was asked for, by whoever asked, once", async () => {
    expect(await move()).toMatchObject({ reason: "end" });
    expect(asked.at(-1)).toEqual([9, 6]);
    expect(there()).toMatchObject([
      { sourceUrl: "https://github.com/acme/web/issues/4", contextPayload: { instruction: "Keep it small" } },
    ]);
    const [task] = there();
    const execution = [...memory.executions.values()].find(({ taskId }) => taskId === task?.id);
    expect(execution).toMatchObject({ askedBy: { login: "ada" }, asked: { agent: "codex-cli" }, purpose: "plan" });
    expect(await move()).toMatchObject({ decision: "known" });
    expect(there()).toHaveLength(1);
  });

  test("isn't, where whoever asked may not write there, and isn't theirs from then on", async () => {
    reader.permissions.set("7", "read");
    await move();
    expect(there()).toEqual([]);
    expect(linked).toEqual([]);
  });

  describe("that was asked for by its address", () => {
    const person = { kind: "person", userId: randomUUID() } as const;

    beforeEach(() => {
      const [execution] = [...memory.executions.values()];
      memory.executions.set(execution?.id ?? "", { ...(execution as AgentExecution), askedBy: person });
      reader.accounts.set("7", { id: "7", login: "ada-lovelace", kind: "person" });
    });

    test("is worked on there as the account at the forge that is linked to whoever asked", async () => {
      links = [
        { forge: "github@ghe.example", accountId: "70" },
        { forge: "github", accountId: "7" },
      ];
      await move();
      const [task] = there();
      const execution = [...memory.executions.values()].find(({ taskId }) => taskId === task?.id);
      expect(execution).toMatchObject({ askedBy: { accountId: "7", login: "ada-lovelace" } });
    });

    test("isn't, where none is", async () => {
      await move();
      expect(there()).toEqual([]);
    });

    test("isn't, where that account may not write there", async () => {
      links = [{ forge: "github", accountId: "7" }];
      reader.permissions.set("7", "read");
      await move();
      expect(there()).toEqual([]);
    });
  });

  test("isn't, where the App isn't shown it", async () => {
    showing.clear();
    await move();
    expect(there()).toEqual([]);
  });
});

test("a repository that nobody has worked on yet becomes that of the person who acts there", async () => {
  people = ["github:7"];
  const elsewhere = { ...COMMENTED, repository: { ...COMMENTED.repository, id: 6, name: "web" } };
  expect(await hear({ ...elsewhere, comment: { ...COMMENTED.comment, body: "I see" } })).toMatchObject({
    reason: "no_command",
  });
  expect(linked).toEqual([]);
  expect(await hear(elsewhere)).toEqual({ decision: "task", reason: "submit" });
  const made = [...memory.repos.values()].find(({ projectId }) => projectId === OWN_PROJECT);
  expect(made).toMatchObject({ url: "https://github.com/acme/web", vcs: "github", name: "web" });
  expect(linked).toEqual([{ repoId: made?.id, host: "github.com", id: 6 }]);
});

test("a repository that nobody has worked on yet isn't theirs who may not write there: what others ask later is done in its project", async () => {
  people = ["github:7"];
  reader.permissions.set("7", "read");
  const elsewhere = { ...COMMENTED, repository: { ...COMMENTED.repository, id: 6, name: "web" } };
  expect(await hear(elsewhere)).toEqual({ decision: "ignored", reason: "no_permission" });
  expect(linked).toEqual([]);
  expect([...memory.repos.values()].filter(({ projectId }) => projectId === OWN_PROJECT)).toEqual([]);
});

test("a refusal says why", async () => {
  const locked = reader.subjects.get(12);
  reader.subjects.set(12, { ...(locked as NonNullable<typeof locked>), isLocked: true });
  expect(await hear(COMMENTED)).toEqual({ decision: "refused", reason: "locked" });
});

const LABELED = {
  ...{ action: "labeled", sender: ADA, installation: { id: 3 }, repository: COMMENTED.repository },
  ...{ issue: ISSUE, label: { id: 31, name: "robot" } },
};

test("the label that the project's owner says asks for work, and the usual one doesn't by then", async () => {
  expect(await hear(LABELED, "issues")).toMatchObject({ reason: "not_for_us" });
  github = { label: "Robot" };
  expect(await hear({ ...LABELED, label: { id: 32, name: "catalyst" } }, "issues")).toMatchObject({
    reason: "not_for_us",
  });
  expect(await hear(LABELED, "issues")).toEqual({ decision: "task", reason: "submit" });
});

test("a bot that the project's owner lists asks where it may write, and its name says nothing", async () => {
  const bot = { id: 49, login: "dependabot[bot]", type: "Bot" };
  const byBot = { ...COMMENTED, sender: bot };
  expect(await hear(byBot)).toMatchObject({ reason: "bot_not_listed" });
  github = { bots: ["49"] };
  expect(await hear(byBot)).toMatchObject({ reason: "no_permission" });
  expect(await hear({ ...byBot, sender: { ...bot, id: 50 } })).toMatchObject({ reason: "bot_not_listed" });
  reader.permissions.set("49", "write");
  const again = { ...byBot, comment: { ...COMMENTED.comment, id: 502 } };
  expect(await hear(again)).toEqual({ decision: "task", reason: "submit" });
});

test("a listed bot that is ourselves still asks nothing", async () => {
  github = { bots: ["91", "90"] };
  expect(await hear({ ...COMMENTED, sender: { id: 91, login: "catalyst[bot]", type: "Bot" } })).toMatchObject({
    reason: "own_account",
  });
});

test("how a review is wanted stays with its task", async () => {
  const change = { head: "c".repeat(40), branch: "feature", base: "main", isFork: false };
  const subject = reader.subjects.get(12) as NonNullable<ReturnType<typeof reader.subjects.get>>;
  reader.subjects.set(12, { ...subject, kind: "pull_request", change });
  const say = (body: string) => hear({ ...COMMENTED, comment: { ...COMMENTED.comment, body } });
  expect(await say("/catalyst review --full src/ sum.js\nLook at the names.")).toMatchObject({ decision: "task" });
  const [task] = memory.tasks.values();
  expect(task).toMatchObject({
    taskType: "pr_review",
    options: { review: { isWhole: true, paths: ["src", "sum.js"] } },
  });
  expect(task?.contextPayload.instruction).toContain("Look at the names.");
});

test("a team that the project's owner names asks us for a review, and no other does", async () => {
  const change = { head: "c".repeat(40), branch: "feature", base: "main", isFork: false };
  const subject = reader.subjects.get(12) as NonNullable<ReturnType<typeof reader.subjects.get>>;
  reader.subjects.set(12, { ...subject, kind: "pull_request", change });
  const asked = {
    ...{ action: "review_requested", sender: ADA, installation: { id: 3 }, repository: COMMENTED.repository },
    ...{ pull_request: { ...ISSUE, head: { sha: change.head } }, requested_team: { id: 44, slug: "bots" } },
  };
  expect(await hear(asked, "pull_request")).toMatchObject({ reason: "not_for_us" });
  github = { teams: ["44"] };
  expect(await hear(asked, "pull_request")).toEqual({ decision: "task", reason: "submit" });
});

test.each([
  ["perAuthorHour", "too_many_by_author"],
  ["perRepositoryDay", "too_many_in_repository"],
] as const)("the owner's limit %s counts", async (cap, reason) => {
  github = { caps: { [cap]: 0 } };
  expect(await hear(COMMENTED)).toEqual({ decision: "refused", reason });
  expect(memory.outbox.length).toBeGreaterThan(0);
  const told = memory.outbox.length;
  // It is said once, and met with silence from then on.
  const again = { ...COMMENTED, comment: { ...COMMENTED.comment, id: 777 } };
  expect(await hear(again)).toEqual({ decision: "refused", reason });
  expect(memory.outbox).toHaveLength(told);
});

const INSTALLATION = { installation: { id: 3 }, sender: ADA };
const REPOSITORY = { ...INSTALLATION, repository: COMMENTED.repository };

test.each([
  { event: "installation", payload: { ...INSTALLATION, action: "deleted" }, told: { kind: "installation" } },
  { event: "installation_repositories", payload: { ...INSTALLATION, action: "x" }, told: { kind: "installation" } },
  { event: "repository", payload: { ...REPOSITORY, action: "renamed" }, told: { kind: "repository", repositoryId: 5 } },
])("what tells of $event is looked at there, whoever did it", async ({ event, payload, told }) => {
  expect(await hear(payload, event)).toMatchObject({ decision: "kept" });
  expect(kept).toMatchObject([{ installationId: 3, ...told }]);
});

test.each<[string, string, object]>([
  ["a repository's description", "repository", { ...REPOSITORY, action: "edited" }],
  ["an installation without a number", "installation", { ...INSTALLATION, installation: { id: "3" } }],
  ["a repository without an installation", "repository", { ...REPOSITORY, action: "deleted", installation: null }],
])("%s is nothing that is kept", async (_what, event, payload) => {
  expect(await hear(payload, event)).toMatchObject({ decision: "ignored", reason: "no_rule" });
  expect(kept).toEqual([]);
});

/** A task of the issue has proposed its branch as pull request 14, at this commit. */
async function propose(head: string, branch: string): Promise<AgentTask> {
  await hear(COMMENTED);
  const [task] = [...memory.tasks.values()] as [AgentTask];
  memory.tasks.set(task.id, { ...task, branch, status: "completed" });
  const at = { url: "https://github.com/acme/shop/pull/14", branch, isDraft: false };
  const result = { ...emptyResult({ summary: null, verification: null, review: null }), headCommit: head };
  const [execution] = [...memory.executions.values()] as [AgentExecution];
  const publication = { kind: "pull_request", number: 14, ...at } as const;
  memory.executions.set(execution.id, { ...execution, endedAt: new Date(), result: { ...result, publication } });
  return task;
}

test("of several pull requests that have the commit whose checks failed, the one that is a task's is told of", async () => {
  github = { autofix: 1 };
  const [head, branch] = ["a".repeat(40), "catalyst/12-upload"];
  const task = await propose(head, branch);
  const issue = reader.subjects.get(12) as SubjectNow;
  const change = { head, base: "main", isFork: false, isDraft: false };
  reader.subjects.set(13, { ...issue, kind: "pull_request", number: 13, change: { ...change, branch: "theirs" } });
  reader.subjects.set(14, { ...issue, kind: "pull_request", number: 14, change: { ...change, branch } });
  reader.failedChecks.set(head, [{ name: "lint", conclusion: "failure", summary: "", annotations: [] }]);
  const pulls = [
    { number: 13, head: { ref: "theirs" } },
    { number: 14, head: { ref: branch } },
  ];
  const suite = { head_sha: head, conclusion: "failure", updated_at: AT, pull_requests: pulls };
  const { repository, installation, sender } = COMMENTED;
  const told = { action: "completed", repository, installation, sender, check_suite: suite };
  expect(await hear(told, "check_suite")).toEqual({ decision: "message", reason: "message" });
  expect(memory.triggers.at(-1)).toMatchObject({ kind: "checks_failed", number: 14, taskId: task.id });
});

test("what somebody else pushes to a task's pull request is told in its comment at once, and begins nothing", async () => {
  const [head, branch] = ["a".repeat(40), "catalyst/12-upload"];
  const task = await propose(head, branch);
  const change = { head: "b".repeat(40), base: "main", isFork: false, isDraft: false, branch };
  reader.subjects.set(14, { ...(reader.subjects.get(12) as SubjectNow), kind: "pull_request", number: 14, change });
  const { repository, installation, sender } = COMMENTED;
  const told = (number: number, ref: string) => ({
    ...{ action: "synchronize", repository, installation, sender },
    pull_request: { ...ISSUE, number, head: { sha: change.head, ref } },
  });
  const push = (payload: object) =>
    decideDelivery({ app: APP, guid: "g", event: "pull_request", payload, receivedAt: new Date() }, deps);
  expect(await push(told(15, "theirs"))).toEqual({ decision: "ignored", reason: "not_wanted" });
  expect(await push(told(14, branch))).toEqual({ decision: "command", reason: "note_push" });
  expect(memory.outbox.at(-1)).toMatchObject({ kind: "status_comment", taskId: task.id, payload: { tells: "state" } });
  expect(memory.executions.size).toBe(1);
  const since = new Date(0);
  expect(await deps.triggers.listPushers({ taskId: task.id, since })).toEqual(["ada"]);
  expect(await push(told(14, branch))).toEqual({ decision: "known", reason: "note_push" });
});
