import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { memorySealing } from "../testing/index.ts";
import { chooseCredential, preferNamed } from "./choose-credential.ts";
import type { AgentCredential, CredentialProvider } from "./credential.ts";

const TASK = randomUUID();

const CLAUDE = "sk-ant-oat01-0123456789";

function credential(
  provider: CredentialProvider,
  taskId: string | null,
  key = "k".repeat(20),
): Promise<AgentCredential> {
  const identity = { id: randomUUID(), provider, userId: randomUUID(), teamId: null, taskId, createdAt: new Date() };
  return memorySealing().sealKey(identity, { key, baseUrl: null });
}

const choose = (usable: AgentCredential[], providers: CredentialProvider[] = ["anthropic"], ownFirst = false) =>
  chooseCredential({ agent: { name: "Claude Code", providers }, taskId: TASK, ownFirst, usable });

test("a stored credential comes before one that was brought along, unless that is to come first", async () => {
  const [own, stored] = [await credential("anthropic", TASK), await credential("anthropic", null)];
  expect(choose([own, stored])).toMatchObject({ id: stored.id, isOfTask: false });
  expect(choose([own, stored], ["anthropic"], true)).toMatchObject({ id: own.id, isOfTask: true });
  expect(choose([own])).toEqual({
    ...{ id: own.id, provider: "anthropic", kind: "key", hint: "kkkk", baseUrl: null },
    isOfTask: true,
  });
});

test("a stored credential of a less preferred provider comes before a key for a preferred one", async () => {
  const [own, stored] = [await credential("openai", TASK), await credential("openrouter", null)];
  expect(choose([own, stored], ["openai", "openrouter"])?.id).toBe(stored.id);
});

test("a model that is named with its provider takes that one's key first, where there is one", async () => {
  const [anthropic, openai] = [await credential("anthropic", null), await credential("openai", null)];
  const agent = { name: "Aider", providers: ["anthropic", "openai"] as CredentialProvider[] };
  const taken = (model: string | null, usable: AgentCredential[]) =>
    chooseCredential({ agent: preferNamed(agent, model), taskId: TASK, ownFirst: false, usable })?.id;
  expect(taken("openai/gpt-5", [anthropic, openai])).toBe(openai.id);
  expect(taken("openai/gpt-5", [anthropic])).toBe(anthropic.id);
  for (const model of [null, "gpt-5", "qwen/qwen3"]) {
    expect(taken(model, [anthropic, openai])).toBe(anthropic.id);
  }
});

test("a key for another provider is none", async () => {
  const other = await credential("openai", null);
  expect(() => choose([other])).toThrow('No credential for provider "anthropic", which Claude Code needs.');
});

test("an agent without a model needs no key", () => {
  expect(choose([], [])).toBeNull();
});

test("an agent takes the subscription that is for it first, then the key", async () => {
  const [key, subscription] = [await credential("anthropic", null), await credential("anthropic", null, CLAUDE)];
  const agent = { name: "Claude Code", providers: ["anthropic"], subscription: "anthropic" } as const;
  const taken = (usable: AgentCredential[]) => chooseCredential({ agent, taskId: TASK, ownFirst: false, usable });
  expect(taken([key, subscription])).toMatchObject({ id: subscription.id, kind: "subscription" });
  expect(taken([key])).toMatchObject({ id: key.id, kind: "key" });
});

test("another agent than its provider's own takes the key, and without one is refused with the reason", async () => {
  const [key, subscription] = [await credential("anthropic", null), await credential("anthropic", null, CLAUDE)];
  expect(choose([subscription, key])?.id).toBe(key.id);
  expect(() => choose([subscription])).toThrow("The Claude subscription is for its provider's own agent alone");
});

test("a subscription that must be signed in anew is not replaced by a key that costs", async () => {
  const stored = await credential("anthropic", null, CLAUDE);
  const subscription = { ...stored, signInNeeded: "the login is over." };
  const agent = { name: "Claude Code", providers: ["anthropic"], subscription: "anthropic" } as const;
  const usable = [await credential("anthropic", null), subscription];
  expect(() => chooseCredential({ agent, taskId: TASK, ownFirst: false, usable })).toThrow(
    "The Claude subscription must be signed in anew: the login is over.",
  );
});
