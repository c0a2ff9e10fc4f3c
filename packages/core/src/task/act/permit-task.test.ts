import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { Actor } from "../../account/actor.ts";
import { Role } from "../../account/rights/role.ts";
import { createTurns, type Turns } from "../../testing/play-turns.ts";
import { unknownTask } from "../read/find-task.ts";
import type { AgentTask, TaskResult } from "../task.ts";
import { archiveTask, unarchiveTask } from "./archive-task.ts";
import { cancelTask } from "./cancel-task.ts";
import { approvePlan, rejectPlan } from "./decide-plan.ts";
import { publishKept } from "./publish-kept.ts";
import { publishTask } from "./publish-task.ts";
import { resumeTask } from "./resume-task.ts";
import { retryTask } from "./retry-task.ts";
import { sendMessage } from "./send-message.ts";

const people = Object.fromEntries(Role.options.map((role) => [role, randomUUID()])) as Record<Role, string>;
const as = (userId: string): Actor => ({ kind: "person", userId });

let turns: Turns;
let task: AgentTask;

beforeEach(async () => {
  turns = createTurns();
  task = await turns.submit({});
  const projectId = turns.memory.repos.get(task.repoId)?.projectId as string;
  turns.memory.roles.set(projectId, new Map(Role.options.map((role) => [people[role], role])));
});

const result = { headCommit: null, findings: [], acceptances: [] } as unknown as TaskResult;

/** Everything that is done with a task, so that each is tried by those who may not. */
const ACTS: Record<string, (asking: { task: AgentTask; actor: Actor; keys: [] }) => Promise<unknown>> = {
  cancel: ({ actor }) => cancelTask({ taskId: task.id, actor }, turns.useCases),
  archive: (asking) => archiveTask(asking, turns.useCases),
  unarchive: (asking) => unarchiveTask(asking, turns.useCases),
  approve: (asking) => approvePlan({ ...asking, markdown: null }, turns.useCases),
  reject: (asking) => rejectPlan({ ...asking, feedback: "Another one" }, turns.useCases),
  retry: (asking) => retryTask({ ...asking, agent: null }, turns.useCases),
  resume: (asking) =>
    resumeTask({ ...asking, usd: null, tokens: null }, { ...turns.useCases, budgets: turns.deps.budgets }),
  send: (asking) => sendMessage({ ...asking, text: "Also the docs" }, turns.useCases),
  publish: (asking) =>
    publishKept({ ...asking, executionId: randomUUID(), result, accept: [], branch: null }, turns.useCases),
};

test.each(Object.entries(ACTS))("to %s is for members: viewers are told, and others find nothing", async (_, act) => {
  const before = { tasks: structuredClone(turns.memory.tasks), changes: turns.memory.changes.length };
  const tryAs = (userId: string) => act({ task, actor: as(userId), keys: [] });
  await expect(tryAs(people.viewer)).rejects.toMatchObject({ code: "forbidden" });
  const unknown = unknownTask(String(task.number));
  await expect(tryAs(randomUUID())).rejects.toMatchObject({ code: "not_found", message: unknown.message });
  expect({ tasks: turns.memory.tasks, changes: turns.memory.changes.length }).toEqual(before);
  const refused = await tryAs(people.member).catch(({ code }) => code);
  expect(["forbidden", "not_found"]).not.toContain(refused);
});

test("a viewer is told that publishing isn't theirs, whether or not there is a result", async () => {
  const publish = publishTask({ task, actor: as(people.viewer), run: null, accept: [], branch: null }, turns.useCases);
  await expect(publish).rejects.toMatchObject({ code: "forbidden" });
});

test("who may publish may not therefore accept what breaks a rule", async () => {
  const publish = (userId: string) =>
    publishKept(
      { task, actor: as(userId), executionId: randomUUID(), result, accept: ["secret"], branch: null },
      turns.useCases,
    ).catch(({ code }) => code);
  expect(await publish(people.member)).toBe("forbidden");
  expect(await publish(people.admin)).not.toBe("forbidden");
});

test("whoever the repository names as the owner of what is protected may let it through, with their reason", async () => {
  const projectId = turns.memory.repos.get(task.repoId)?.projectId as string;
  const account = { kind: "forge_account", forge: "github", accountId: "7", login: "ada", projectId } as const;
  const ada: Actor = { ...account, userId: people.member, permission: "write" };
  const protectedBy = (...owners: string[]) => ({ rule: "protected_path", path: "AGENTS.md", detail: "", owners });
  const publish = (finding: object) =>
    publishKept(
      {
        ...{ task: turns.now(task), actor: ada, executionId: turns.executionsOf(task)[0]?.id ?? "", branch: null },
        result: { ...result, headCommit: "e".repeat(40), findings: [finding] } as unknown as TaskResult,
        ...{ accept: ["protected_path"], reason: " It is ours. " },
      },
      turns.useCases,
    );
  turns.memory.tasks.set(task.id, { ...turns.now(task), status: "failed" });
  await expect(publish(protectedBy("@bob"))).rejects.toMatchObject({ code: "forbidden" });
  await publish(protectedBy("@bob", "@ada"));
  expect(turns.executionsOf(task).at(-1)?.acceptance).toMatchObject({
    rules: ["protected_path"],
    reason: "It is ours.",
  });
});

test("the feed tells who it was", async () => {
  const key: Actor = { kind: "api_key", userId: people.member, keyId: randomUUID(), role: "member", within: null };
  await cancelTask({ taskId: task.id, actor: key }, turns.useCases);
  expect(turns.memory.changes.at(-1)).toMatchObject({ actor: key, body: { type: "cancel_asked" } });
});
