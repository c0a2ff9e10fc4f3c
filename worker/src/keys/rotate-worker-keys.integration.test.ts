import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SealingKeys } from "@catalyst/core";
import { type GitHubApp, sealAppPart } from "@catalyst/core/forge";
import { type Destination, sealPart } from "@catalyst/core/notification";
import { createKeyRing, parseKeyRing } from "@catalyst/core/opening";
import { findRecipientSealing } from "@catalyst/machine";
import {
  type Database,
  postgresAccountStore,
  postgresDestinationStore,
  postgresGitHubAppStore,
  postgresPairKeyStore,
  postgresPairStore,
} from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkerKeys } from "./open-worker-keys.ts";

let home: string;
let db: Database;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-worker-keys-"));
  db = await testDatabase();
});
afterEach(async () => {
  await db.close();
  await rm(home, { recursive: true, force: true });
});

const open = () => openWorkerKeys(home, postgresPairStore(db, "worker"));
const sealing = async () =>
  (await findRecipientSealing(home, "worker", postgresPairStore(db, "worker"))) as SealingKeys;
const stores = () => ({ destinations: postgresDestinationStore(db), githubApps: postgresGitHubAppStore(db) });
const keyIds = async () => [
  ...parseKeyRing(await readFile(join(home, "worker-keys", "private"), "utf8"), "worker").pairs.keys(),
];

async function storeDestination(keys: SealingKeys): Promise<Destination> {
  const { id: userId } = await postgresAccountStore(db).ensureUser(`user-${randomUUID()}`);
  const bound = { id: randomUUID(), userId, teamId: null, channel: "webhook" as const, origin: "https://example.com" };
  const seal = (part: "address" | "secret", text: string) => sealPart(bound, { part, text }, keys);
  const destination: Destination = {
    ...{ ...bound, projectId: null, name: "hook", kinds: ["done"], hasEveryChange: false, rotatedAt: null },
    ...{ address: seal("address", "https://example.com/hook"), secret: seal("secret", "now") },
    ...{ previousSecret: null, createdAt: new Date() },
  };
  const { destinations } = stores();
  await destinations.insert(destination, { most: 5, refuse: () => expect.fail("too many") });
  return (await destinations.change(destination, { previousSecret: seal("secret", "before") })) as Destination;
}

async function storeApp(keys: SealingKeys): Promise<GitHubApp> {
  const bound = { id: randomUUID(), host: "github.com", appId: Math.floor(Math.random() * 2 ** 40) };
  const app: GitHubApp = {
    ...{
      ...bound,
      slug: "acme",
      botUserId: null,
      clientId: null,
      machineUsers: [],
      watched: null,
      createdAt: new Date(),
    },
    ...{ privateKey: sealAppPart(bound, { part: "privateKey", text: "the key" }, keys) },
    ...{ webhookSecret: null, formerSecrets: [] },
  };
  await stores().githubApps.insert(app);
  return app;
}

test("a rotation wraps destinations and Apps' keys anew, for a worker that was there before too; the old pair is gone", async () => {
  const [rotating, other] = [await open(), await open()];
  const before = await sealing();
  const [{ id: destination }, { id: app }] = [await storeDestination(before), await storeApp(before)];
  const rotated = await rotating.rotate(stores());
  expect(rotated).toMatchObject({ wrappedCount: 2, neededKeyIds: [], problems: [] });
  expect(await keyIds()).toEqual([rotated.keyId]);
  const [now] = await stores().destinations.listSealed();
  expect(now?.id).toBe(destination);
  const storedApp = (await stores().githubApps.get(app)) as GitHubApp;
  for (const keys of [rotating, other]) {
    const opened = (part: "address" | "secret", envelope: unknown) =>
      keys.open(now as Destination, { part, envelope: envelope as never });
    expect(await opened("address", now?.address)).toBe("https://example.com/hook");
    expect(await opened("secret", now?.secret)).toBe("now");
    expect(await opened("secret", now?.previousSecret)).toBe("before");
    expect(await keys.openAppKey(storedApp)).toBe("the key");
  }
  await expect(storeApp(before)).rejects.toMatchObject({ code: "conflict" });
  await storeApp(await sealing());
});

test("what is sealed to the old pair while it is rotated away is refused or opens", async () => {
  const keys = await open();
  const before = await sealing();
  const adding = Promise.allSettled(Array.from({ length: 20 }, () => storeApp(before)));
  const rotating = Promise.all([keys.rotate(stores()), keys.rotate(stores())]);
  const stored = (await adding).filter(({ status }) => status === "fulfilled");
  await rotating;
  const apps = await stores().githubApps.list();
  expect(apps).toHaveLength(stored.length);
  expect(await Promise.all(apps.map((app) => keys.openAppKey(app)))).toEqual(stored.map(() => "the key"));
});

test("what doesn't open keeps its key, holds up nothing else, and is told with the keys that there are", async () => {
  const keys = await open();
  const { recipient } = await sealing();
  const strangers = await storeApp({ recipient, sealer: createKeyRing().primary });
  const fine = await storeApp(await sealing());
  const rotated = await keys.rotate(stores());
  expect(rotated).toMatchObject({ wrappedCount: 1, neededKeyIds: [recipient.id] });
  expect(rotated.problems.join()).toContain("not among those that the worker was told of");
  expect(await keyIds()).toEqual([rotated.keyId, recipient.id]);
  expect(await keys.openAppKey((await stores().githubApps.get(fine.id)) as GitHubApp)).toBe("the key");
  const sealed = (count: number) => [{ what: "github_apps", count }];
  expect(await postgresPairKeyStore(db).list()).toEqual([
    { pair: "worker", keyId: rotated.keyId, createdAt: expect.any(Date), sealed: sealed(1) },
    { pair: "worker", keyId: recipient.id, createdAt: expect.any(Date), sealed: sealed(1) },
  ]);
  await stores().githubApps.remove(strangers.id);
  await keys.rotate(stores());
  expect(await keyIds()).toHaveLength(1);
});

test("keys that were lost are made anew; what was sealed to the old ones is shown as what nothing opens", async () => {
  await open();
  await storeApp(await sealing());
  await rm(join(home, "worker-keys"), { recursive: true });
  const keys = await open();
  const rotated = await keys.rotate(stores());
  expect(rotated.problems.join()).toContain("which is not among the worker's");
  expect(await keyIds()).toEqual([rotated.keyId]);
});
