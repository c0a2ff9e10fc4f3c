import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { Actor } from "../account/actor.ts";
import { sendMessage } from "../task/act/send-message.ts";
import type { AgentTask } from "../task/task.ts";
import { ASKING, createTurns, type Turns } from "../testing/play-turns.ts";
import { memoryAccountStore } from "../testing/stores/accounts/memory-account-store.ts";
import type { AgentExecution } from "./execution.ts";

const HEAD = "1".repeat(40);
const other: Actor = { kind: "person", userId: randomUUID() };

let turns: Turns;
let task: AgentTask;

beforeEach(async () => {
  turns = createTurns();
  task = await turns.submit({});
});

/** Whose keys were looked for, as executions began. */
function watchPayers(): string[] {
  const payers: string[] = [];
  const { listUsable } = turns.deps.credentials;
  turns.deps.credentials.listUsable = async (input) => {
    payers.push(input.userId);
    return listUsable(input);
  };
  return payers;
}

const now = () => turns.now(task);
const send = (actor: Actor) => sendMessage({ task: now(), actor, keys: [], text: "Also the docs" }, turns.useCases);
const last = () => turns.executionsOf(task).at(-1) as AgentExecution;

test("a further turn is paid by whoever asks for it, not by whoever asked first", async () => {
  const payers = watchPayers();
  await turns.run(task, { head: HEAD });
  await send(other);
  await turns.run(task, { head: HEAD });
  expect(payers).toEqual([ASKING.actor.userId, other.userId]);
  expect(last().askedBy).toEqual(other);
});

test("a turn that begins for what was said while the agent worked is asked for by whoever said it", async () => {
  const payers = watchPayers();
  await turns.run(task, { head: HEAD, during: async () => void (await send(other)) });
  expect(last().askedBy).toEqual(other);
  await turns.run(task, { head: HEAD });
  expect(payers.at(-1)).toBe(other.userId);
});

test("what somebody asked for who was excluded meanwhile is kept, not published", async () => {
  const projectId = turns.memory.repos.get(task.repoId)?.projectId as string;
  const { findProject } = memoryAccountStore(turns.memory);
  expect(await findProject({ repoId: task.repoId, userId: ASKING.actor.userId })).toMatchObject({ role: "owner" });
  const exclude = async () => void turns.memory.roles.set(projectId, new Map());
  await turns.run(task, { head: HEAD, during: exclude });
  expect(now()).toMatchObject({ status: "failed", failureReason: "not_allowed" });
  expect(now().errorMessage).toContain("may not publish in this project any more");
  expect(now().resultPayload).toMatchObject({ headCommit: HEAD, publication: { kind: "kept" } });
});
