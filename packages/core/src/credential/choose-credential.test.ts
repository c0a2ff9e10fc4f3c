import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { memorySealing } from "../testing/index.ts";
import { chooseCredential } from "./choose-credential.ts";
import type { AgentCredential, CredentialProvider } from "./credential.ts";

const TASK = randomUUID();

function credential(provider: CredentialProvider, taskId: string | null): Promise<AgentCredential> {
  const identity = { id: randomUUID(), provider, userId: randomUUID(), teamId: null, taskId, createdAt: new Date() };
  return memorySealing().sealKey(identity, { key: "k".repeat(20), baseUrl: null });
}

const choose = (usable: AgentCredential[], providers: CredentialProvider[] = ["anthropic"], ownFirst = false) =>
  chooseCredential({ agent: { name: "Claude Code", providers }, taskId: TASK, ownFirst, usable });

test("a stored credential comes before one that was brought along, unless that is to come first", async () => {
  const [own, stored] = [await credential("anthropic", TASK), await credential("anthropic", null)];
  expect(choose([own, stored])).toMatchObject({ id: stored.id, isOfTask: false });
  expect(choose([own, stored], ["anthropic"], true)).toMatchObject({ id: own.id, isOfTask: true });
  expect(choose([own])).toEqual({ id: own.id, provider: "anthropic", hint: "kkkk", baseUrl: null, isOfTask: true });
});

test("a stored credential of a less preferred provider comes before a key for a preferred one", async () => {
  const [own, stored] = [await credential("openai", TASK), await credential("openrouter", null)];
  expect(choose([own, stored], ["openai", "openrouter"])?.id).toBe(stored.id);
});

test("a key for another provider is none", async () => {
  const other = await credential("openai", null);
  expect(() => choose([other])).toThrow('No credential for provider "anthropic", which Claude Code needs.');
});

test("an agent without a model needs no key", () => {
  expect(choose([], [])).toBeNull();
});
