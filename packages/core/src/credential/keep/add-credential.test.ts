import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Actor } from "../../account/actor.ts";
import { createKeyPair } from "../../sealing/key-pair.ts";
import { chatGptLogin } from "../../testing/chatgpt-login.ts";
import { memoryAccountStore } from "../../testing/stores/accounts/memory-account-store.ts";
import { memoryAuditStore } from "../../testing/stores/accounts/memory-audit-store.ts";
import { memoryCredentialStore } from "../../testing/stores/accounts/memory-credential-store.ts";
import { createMemory } from "../../testing/stores/memory.ts";
import { addCredential, type NewCredential } from "./add-credential.ts";
import { findCredential, listCredentials, removeCredential } from "./find-credential.ts";
import { openCredential } from "./open-credential.ts";

const actor: Actor = { kind: "machine_owner", userId: randomUUID() };

function createDeps() {
  const sealing = { sealer: createKeyPair(), recipient: createKeyPair().publicKey };
  return {
    credentials: memoryCredentialStore(createMemory()),
    accounts: memoryAccountStore(createMemory()),
    openSealing: async () => sealing,
    newId: randomUUID,
    now: () => new Date(),
  };
}

const anthropic = (change: Partial<NewCredential & { key: string }> = {}) => ({
  actor,
  provider: "anthropic" as const,
  baseUrl: null,
  isReplacing: false,
  key: "sk-ant-0123456789",
  ...change,
});

test("a key is stored once; another one in its place only where that is meant, in the same row", async () => {
  const deps = createDeps();
  const first = await addCredential(anthropic(), deps);
  await expect(addCredential(anthropic(), deps)).rejects.toMatchObject({ code: "conflict" });
  const second = await addCredential(anthropic({ key: "sk-ant-other-key-9999", isReplacing: true }), deps);
  expect(second).toMatchObject({ id: first.id, hint: "9999" });
  expect(await listCredentials({ actor }, deps)).toHaveLength(1);
});

test("a subscription stands beside the key, each replaced and named by itself", async () => {
  const deps = createDeps();
  const key = await addCredential(anthropic(), deps);
  const subscription = await addCredential(anthropic({ key: "sk-ant-oat01-abcd-0123456789" }), deps);
  expect([key.kind, subscription.kind]).toEqual(["key", "subscription"]);
  const again = anthropic({ key: "sk-ant-oat01-abcd-9876543210", isReplacing: true });
  expect(await addCredential(again, deps)).toMatchObject({ id: subscription.id, hint: "3210" });
  expect((await findCredential({ actor, credential: "claude" }, "Finding", deps)).id).toBe(subscription.id);
  expect((await findCredential({ actor, credential: "anthropic" }, "Finding", deps)).id).toBe(key.id);
});

test("a ChatGPT login is known by its form, and what only looks like one is refused", async () => {
  const deps = createDeps();
  const login = chatGptLogin({ refreshToken: "rt-0123456789", accountId: "account-1234" });
  const openai = (key: string) => addCredential({ ...anthropic({ key }), provider: "openai" }, deps);
  expect(await openai(login)).toMatchObject({ kind: "subscription", hint: "1234" });
  await expect(openai('{"tokens":{}}')).rejects.toMatchObject({
    code: "invalid_input",
    way: { kind: "sign_in_to_provider" },
  });
  await expect(openai(login)).rejects.toMatchObject({ code: "conflict", way: { kind: "sign_in_to_provider" } });
});

test.each([
  [{ key: "" }, "nothing was given"],
  [{ key: "sk-12" }, "shorter than 8 characters"],
  [{ key: "two words" }, "characters that no key has"],
  [{ provider: "ollama" as const }, "no usual address"],
  [{ baseUrl: "ftp://x" }, "not an http or https URL"],
])("%o is refused", async (change, problem) => {
  const refused = addCredential(anthropic(change), createDeps());
  await expect(refused).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining(problem) });
});

test("a server of one's own may take any word for a key", async () => {
  const baseUrl = "http://127.0.0.1:8000/v1";
  const own = anthropic({ provider: "openai-compatible", baseUrl, key: "EMPTY" });
  expect(await addCredential(own, createDeps())).toMatchObject({ provider: "openai-compatible" });
});

test("a credential is found by its provider and by its id, and another's isn't", async () => {
  const deps = createDeps();
  const { id } = await addCredential(anthropic(), deps);
  expect((await findCredential({ actor, credential: "anthropic" }, "Finding", deps)).id).toBe(id);
  const other: Actor = { kind: "machine_owner", userId: randomUUID() };
  for (const credential of [id, "anthropic"]) {
    await expect(removeCredential({ actor: other, credential }, deps)).rejects.toMatchObject({ code: "not_found" });
  }
  await removeCredential({ actor, credential: id }, deps);
  expect(await listCredentials({ actor }, deps)).toEqual([]);
});

test("a key is opened and closed by whose it is, which is written down; a subscription is its person's alone", async () => {
  const memory = createMemory();
  const deps = { ...createDeps(), audit: memoryAuditStore(memory) };
  const { id } = await addCredential(anthropic(), deps);
  await addCredential(anthropic({ key: "sk-ant-oat01-abcd-0123456789" }), deps);
  const open = (isOpen: boolean) => openCredential({ actor, credential: "anthropic", isOpen }, deps);
  const isOpen = async () => (await findCredential({ actor, credential: "anthropic" }, "Finding", deps)).isOpen;
  expect(await open(true)).toMatchObject({ id, isOpen: true });
  await addCredential(anthropic({ key: "sk-ant-another-0123", isReplacing: true }), deps);
  expect(await isOpen()).toBe(true);
  await open(false);
  expect(await isOpen()).toBe(false);
  const kinds = (await deps.audit.list({ limit: 10 })).map(({ kind }) => kind);
  expect(kinds).toEqual(["credential_closed", "credential_opened"]);
  await expect(openCredential({ actor, credential: "claude", isOpen: true }, deps)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("Claude subscription"),
  });
});
