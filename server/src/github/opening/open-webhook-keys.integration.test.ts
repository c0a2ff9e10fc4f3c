import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SealingKeys } from "@catalyst/core";
import { sealAppPart } from "@catalyst/core/forge";
import { findRecipientSealing } from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWebhookKeys } from "./open-webhook-keys.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-webhook-keys-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const app = { id: randomUUID(), host: "github.com", appId: 7 };

test("what is sealed to the server's published key is opened by it, after another start too, and nobody else can read its file", async () => {
  expect(await findRecipientSealing(home, "server")).toBeNull();
  const open = await openWebhookKeys(home);
  const keys = (await findRecipientSealing(home, "server")) as SealingKeys;
  const secret = sealAppPart(app, { part: "webhookSecret", text: "a secret" }, keys);
  expect((await open(app, secret)).toString()).toBe("a secret");
  const again = await openWebhookKeys(home);
  expect((await again(app, secret)).toString()).toBe("a secret");
  expect((await stat(join(home, "server-keys", "private"))).mode & 0o777).toBe(0o600);
});

test("keys that others may read, or that are none, are refused in words", async () => {
  await openWebhookKeys(home);
  const path = join(home, "server-keys", "private");
  await chmod(path, 0o644);
  await expect(openWebhookKeys(home)).rejects.toThrow(/Reading the server's keys failed: other users can read/);
  await chmod(path, 0o600);
  await writeFile(path, "none");
  await expect(openWebhookKeys(home)).rejects.toThrow(/Reading the server's keys failed: expected the base64/);
});
