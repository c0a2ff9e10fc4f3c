import { randomUUID } from "node:crypto";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  chatGptLogin,
  createMemory,
  createTestKeys,
  memoryAccountStore,
  memoryCredentialStore,
} from "@catalyst/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signInToChatGpt } from "./sign-in-chatgpt.ts";

const LOGIN = chatGptLogin({ refreshToken: "rt-canary-0123456789", accountId: "account-1234" });
const SAYS = "echo ' https://auth.openai.com/codex/device'; echo ' ABCD-12EFG'";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-sign-in-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A Codex CLI that does this, and says where its home was. */
async function signIn(script: string) {
  const executable = join(folder, "codex");
  const place = join(folder, "place");
  await writeFile(executable, `#!/bin/sh\necho "$CODEX_HOME" > ${place}\nenv > ${folder}/env\n${script}\n`, {
    mode: 0o700,
  });
  const told: string[] = [];
  const memory = createMemory();
  const credentials = memoryCredentialStore(memory);
  const { sealing } = createTestKeys();
  const accounts = memoryAccountStore(memory);
  const deps = { credentials, accounts, openSealing: async () => sealing, newId: randomUUID, now: () => new Date() };
  const userId = randomUUID();
  const signed = signInToChatGpt({ userId, isReplacing: false }, (message) => told.push(message), {
    agents: { find: async () => ({}) as never, ensureInstalled: async () => "1" },
    ...{ findCodex: async () => executable, credentials: deps, signal: new AbortController().signal },
  });
  return { signed, told, credentials, userId, place };
}

test("the address and the code are told, and the login is stored sealed, and nowhere else", async () => {
  const { signed, told, credentials, userId, place } = await signIn(
    `${SAYS}; echo '${LOGIN}' > "$CODEX_HOME/auth.json"`,
  );
  const id = await signed;
  expect(told).toEqual(["https://auth.openai.com/codex/device ABCD-12EFG"]);
  const stored = await credentials.list({ kind: "user", userId });
  expect(stored).toMatchObject([{ id, provider: "openai", kind: "subscription", hint: "1234" }]);
  expect(JSON.stringify(stored)).not.toContain("canary");
  await expect(access((await readFile(place, "utf8")).trim())).rejects.toMatchObject({ code: "ENOENT" });
  expect(await readFile(join(folder, "env"), "utf8")).not.toMatch(/CATALYST|VITEST/);
});

test("where nobody agrees, or what is left is no login, nothing is stored", async () => {
  for (const script of [`${SAYS}; exit 1`, SAYS]) {
    const { signed, credentials, userId } = await signIn(script);
    await expect(signed).rejects.toMatchObject({ code: "cancelled" });
    expect(await credentials.list({ kind: "user", userId })).toEqual([]);
  }
  const { signed } = await signIn(`${SAYS}; echo '{"tokens":{}}' > "$CODEX_HOME/auth.json"`);
  await expect(signed).rejects.toMatchObject({ code: "invalid_input" });
});
