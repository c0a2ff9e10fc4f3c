import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { Actor } from "../../../account/actor.ts";
import type { AgentCredential } from "../../../credential/credential.ts";
import { sendMessage } from "../../../task/act/send-message.ts";
import { submitTask } from "../../../task/submit/submit-task.ts";
import { TaskRequest } from "../../../task/submit/task-request.ts";
import type { AgentTask } from "../../../task/task.ts";
import { memoryForge } from "../../../testing/forge/memory-forge.ts";
import { ASKING, createTurns, type Turns } from "../../../testing/play-turns.ts";
import { memoryCredentialStore } from "../../../testing/stores/accounts/memory-credential-store.ts";

const SHOP = "https://github.com/acme/shop";
const HEAD = "e".repeat(40);
const OWNER = ASKING.actor.userId;

let turns: Turns;
let credentials: ReturnType<typeof memoryCredentialStore>;

beforeEach(() => {
  turns = createTurns();
  credentials = memoryCredentialStore(turns.memory);
  turns.deps.credentials = credentials;
  const forge = memoryForge(SHOP);
  forge.branches.has = () => true;
  for (const [login, id] of [
    ["bob", "8"],
    ["cleo", "9"],
  ] as const) {
    forge.permissions.set(login, { id, permission: "write" });
  }
  turns.deps.findForge = async () => forge;
});

/** Who stands for an account of the forge, or is linked to it. */
function account(login: string, accountId: string): Extract<Actor, { kind: "forge_account" }> {
  const userId = randomUUID();
  turns.memory.users.set(userId, { id: userId, login: `${login}-here`, createdAt: new Date() });
  return { kind: "forge_account", userId, forge: "github", accountId, login, projectId: OWNER, permission: "write" };
}

async function ask(actor: Actor): Promise<AgentTask> {
  const request = TaskRequest.parse({
    repository: { kind: "url", url: SHOP },
    source: { kind: "prompt", text: "Fix the sum" },
  });
  const { task } = await submitTask(request, ASKING.actor, turns.useCases);
  const [execution] = turns.executionsOf(task);
  turns.memory.executions.set(execution?.id ?? "", { ...execution, askedBy: actor } as never);
  return task;
}

async function keep(userId: string, more: Partial<AgentCredential> = {}): Promise<AgentCredential> {
  const key = { provider: "anthropic", kind: "key", hint: "", baseUrl: null, signInNeeded: null } as const;
  const credential = {
    id: randomUUID(),
    taskId: null,
    teamId: null,
    userId,
    isOpen: false,
    ...key,
    ...more,
  } as AgentCredential;
  await credentials.insert(credential);
  return credential;
}

const last = (task: AgentTask) => turns.executionsOf(task).at(-1);

test("who asked from the forge and has a key here pays, even where the project's owner opened theirs", async () => {
  const bob = account("bob", "8");
  await keep(OWNER, { isOpen: true });
  const own = await keep(bob.userId);
  const task = await ask(bob);
  await turns.run(task, { head: HEAD });
  expect(last(task)?.resolution?.credential).toMatchObject({
    id: own.id,
    payer: { kind: "person", name: "bob-here", isOpen: false },
  });
});

test("who has none works with what the project's owner opened to everyone who may write, and never with what they didn't", async () => {
  const key = await keep(OWNER);
  const closed = await ask(account("bob", "8"));
  await turns.runAlone(closed);
  expect(turns.now(closed)).toMatchObject({ status: "refused", failureReason: "credential_missing" });
  await credentials.setOpen(key.id, true);
  const task = await ask(account("bob", "8"));
  await turns.run(task, { head: HEAD });
  expect(last(task)?.resolution?.credential).toMatchObject({
    id: key.id,
    payer: { kind: "person", name: "ada", isOpen: true },
  });
});

test("where nobody pays nothing begins, and who asked is told how to", async () => {
  const task = await ask(account("bob", "8"));
  await turns.runAlone(task);
  expect(last(task)?.refusal).toMatchObject({
    code: "credential_missing",
    message: expect.stringMatching(/^Nobody pays: bob has no key in Catalyst that claude-code takes/),
    way: { kind: "connect_account", providers: ["anthropic"], next: { kind: "retry_task", task: task.number } },
  });
  expect(turns.environments.requests).toEqual([]);
});

test("a command of somebody else's isn't paid by who asked for the task", async () => {
  const [bob, cleo] = [account("bob", "8"), account("cleo", "9")];
  await keep(bob.userId);
  const task = await ask(bob);
  await turns.run(task, { head: HEAD });
  await sendMessage({ task: turns.now(task), actor: cleo, keys: [], text: "Also the docs" }, turns.useCases);
  await turns.runAlone(task);
  expect(last(task)).toMatchObject({
    state: "refused",
    refusal: { message: expect.stringContaining("cleo has no key") },
  });
  const hers = await keep(cleo.userId);
  await sendMessage({ task: turns.now(task), actor: cleo, keys: [], text: "Now" }, turns.useCases);
  await turns.run(task, { head: "f".repeat(40) });
  expect(last(task)?.resolution?.credential).toMatchObject({ id: hers.id, payer: { name: "cleo-here" } });
});

test("what is open is for who asks from the forge: a person here brings their own", async () => {
  await keep(OWNER, { isOpen: true });
  const task = await ask({ kind: "person", userId: randomUUID() });
  await turns.runAlone(task);
  expect(last(task)?.refusal).toMatchObject({ code: "credential_missing", way: { kind: "add_credential" } });
});

test("a key that was closed while the agent worked publishes nothing of what others asked for", async () => {
  const { id } = await keep(OWNER, { isOpen: true });
  const task = await ask(account("bob", "8"));
  const during = async () => void (await credentials.setOpen(id, false));
  await turns.run(task, { head: HEAD, during });
  expect(turns.now(task)).toMatchObject({ status: "failed", failureReason: "credential_missing" });
  expect(turns.now(task).resultPayload?.publication).toMatchObject({ kind: "kept" });
});
