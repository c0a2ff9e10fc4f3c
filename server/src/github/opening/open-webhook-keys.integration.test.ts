import { randomBytes, randomUUID } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseKeyPair, type SealingKeys } from "@catalyst/core";
import { type GitHubApp, sealAppPart } from "@catalyst/core/forge";
import { findRecipientSealing, GIVEN_MARK } from "@catalyst/machine";
import { type Database, postgresGitHubAppStore, postgresPairStore } from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWebhookKeys } from "./open-webhook-keys.ts";

let home: string;
let db: Database;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-webhook-keys-"));
  db = await testDatabase();
});
afterEach(async () => {
  await db.close();
  await rm(home, { recursive: true, force: true });
});

const app = { id: randomUUID(), host: "github.com", appId: 7 };
const open = () => openWebhookKeys(home, postgresPairStore(db, "server"));
const sealing = async () =>
  (await findRecipientSealing(home, "server", postgresPairStore(db, "server"))) as SealingKeys;

test("what is sealed to the server's published key is opened by it, after another start too, and nobody else can read its file", async () => {
  expect(await sealing()).toBeNull();
  const keys = await open();
  const secret = sealAppPart(app, { part: "webhookSecret", text: "a secret" }, await sealing());
  expect((await keys.open(app, secret)).toString()).toBe("a secret");
  expect((await (await open()).open(app, secret)).toString()).toBe("a secret");
  expect((await stat(join(home, "server-keys", "private"))).mode & 0o777).toBe(0o600);
});

test("keys that others may read, or that are none, are refused in words", async () => {
  await open();
  const path = join(home, "server-keys", "private");
  await chmod(path, 0o644);
  await expect(open()).rejects.toThrow(/Reading the server's keys failed: other users can read/);
  await chmod(path, 0o600);
  await writeFile(path, "none");
  await expect(open()).rejects.toThrow(/Reading the server's keys failed: expected the base64/);
});

test("a rotation wraps a webhook's secret and the former ones anew, for a server that was there before too, and nothing is stored for the old key", async () => {
  const [rotating, other] = [await open(), await open()];
  const apps = postgresGitHubAppStore(db);
  const before = await sealing();
  const seal = (text: string) => sealAppPart(app, { part: "webhookSecret", text }, before);
  const stored: GitHubApp = {
    ...{
      ...app,
      slug: "acme",
      botUserId: null,
      clientId: null,
      machineUsers: [],
      watched: null,
      createdAt: new Date(),
    },
    privateKey: sealAppPart(app, { part: "privateKey", text: "a key" }, before),
    webhookSecret: seal("the secret"),
    formerSecrets: [{ secret: seal("a former one"), endsAt: new Date() }],
  };
  await apps.insert(stored);
  const rotated = await rotating.rotate(apps);
  expect(rotated).toMatchObject({ wrappedCount: 1, neededKeyIds: [], problems: [] });
  expect(rotated.keyId).toBe((await sealing()).recipient.id);
  const { webhookSecret, formerSecrets } = (await apps.get(app.id)) as GitHubApp;
  for (const keys of [rotating, other, await open()]) {
    expect((await keys.open(app, webhookSecret as never)).toString()).toBe("the secret");
    expect((await keys.open(app, formerSecrets[0]?.secret as never)).toString()).toBe("a former one");
  }
  await expect(apps.change(app.id, { webhookSecret: seal("too late") })).rejects.toMatchObject({ code: "conflict" });
});

test("keys that are given are left where they are: the first is taken into use, and it is said which may be removed", async () => {
  await open();
  const path = join(home, "server-keys", "private");
  const former = await readFile(path, "utf8");
  await writeFile(join(home, "server-keys", GIVEN_MARK), "");
  const given = `${randomBytes(32).toString("base64")}\n${former}`;
  await writeFile(path, given);
  const apps = postgresGitHubAppStore(db);
  const formerId = parseKeyPair(former.trim())?.publicKey.id;
  const rotated = await (await open()).rotate(apps);
  expect(rotated).toMatchObject({ neededKeyIds: [], removableKeyIds: [formerId], problems: [] });
  expect(rotated.keyId).not.toBe(formerId);
  expect(await readFile(path, "utf8")).toBe(given);
});
