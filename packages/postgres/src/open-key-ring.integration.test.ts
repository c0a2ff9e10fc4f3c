import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AgentCredential,
  addPrimaryKey,
  createKeyRing,
  type KeyRing,
  openCredential,
  openProjectSecret,
  parseKeyRing,
  rewrapCredential,
  sealCredential,
  sealProjectSecret,
  serializeKeyRing,
} from "@catalyst/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { credentialOpener, secretOpener } from "./credential-opener.ts";
import type { Database } from "./database.ts";
import { ne } from "./drizzle.ts";
import { openKeyRing, rotateMasterKey } from "./open-key-ring.ts";
import { agentCredentials, masterKeys } from "./schema/tasks.ts";
import { postgresCredentialStore } from "./stores/credential-store.ts";
import { postgresProjectSecretStore } from "./stores/project-secret-store.ts";
import { postgresRepoStore } from "./stores/repo-store.ts";
import { kill, runProgram } from "./testing/run-program.ts";
import { testDatabase } from "./testing/test-database.ts";

const REPOSITORY = { login: "local", vcs: "local", url: "/srv/repo", name: "repo", defaultBranch: "main" } as const;

let db: Database;
let home: string;
let keyFile: string;
const place = () => ({ home, masterKeyFile: null });
beforeEach(async () => {
  db = await testDatabase();
  home = await mkdtemp(join(tmpdir(), "catalyst-keys-"));
  keyFile = join(home, "master.key");
}, 60_000);
afterEach(async () => {
  await db?.close();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

async function addCredential(ring: KeyRing): Promise<AgentCredential> {
  const { id: userId } = await postgresRepoStore(db).ensureUser(`user-${randomUUID()}`);
  const identity = {
    id: randomUUID(),
    provider: "anthropic",
    userId,
    teamId: null,
    taskId: null,
    createdAt: new Date(),
  } as const;
  const credential = sealCredential(identity, { key: `key of ${userId}`, baseUrl: null }, ring);
  await postgresCredentialStore(db).insert(credential);
  return credential;
}

/** Throws when a stored credential doesn't open to what was put in. */
async function expectAllOpen(ring: KeyRing, count: number): Promise<void> {
  const stored = await postgresCredentialStore(db).listAll();
  expect(stored).toHaveLength(count);
  for (const credential of stored) {
    expect(openCredential(credential, ring).key).toBe(`key of ${credential.userId}`);
  }
}

async function everything(): Promise<unknown> {
  return [
    await readFile(keyFile, "utf8").catch(() => null),
    await readdir(home),
    await db.drizzle.select().from(masterKeys),
    await postgresCredentialStore(db).listAll(),
  ];
}

test("the first start makes a key that only its owner can read, the next one uses it", async () => {
  const ring = await openKeyRing(db, place());
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect(await openKeyRing(db, place())).toEqual(ring);
  expect(await readdir(home)).toEqual(["master.key"]);
});

test("first starts at once come to one key", async () => {
  const rings = await Promise.all(Array.from({ length: 4 }, () => openKeyRing(db, place())));
  expect(new Set(rings.map(({ primaryId }) => primaryId)).size).toBe(1);
});

test("a key file that others can read is refused", async () => {
  await openKeyRing(db, place());
  for (const mode of [0o640, 0o604, 0o644, 0o660]) {
    await chmod(keyFile, mode);
    await expect(openKeyRing(db, place())).rejects.toMatchObject({
      code: "invalid_configuration",
      message: expect.stringContaining("chmod 600"),
    });
  }
});

test.each([
  ["another key", () => serializeKeyRing(createKeyRing())],
  ["no key", () => ""],
  ["something else", () => "not a key\n"],
])("a key file with %s stops the start and changes nothing", async (_what, text) => {
  await addCredential(await openKeyRing(db, place()));
  await writeFile(keyFile, text());
  const before = await everything();
  await expect(openKeyRing(db, place())).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining(keyFile),
  });
  await expect(rotateMasterKey(db, place())).rejects.toMatchObject({ code: "invalid_configuration" });
  expect(await everything()).toEqual(before);
});

test("a missing key file is never replaced while a credential needs it", async () => {
  const ring = await openKeyRing(db, place());
  const { id } = await addCredential(ring);
  await rm(keyFile);
  await expect(openKeyRing(db, place())).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining("Put it back"),
  });
  expect(await readdir(home)).toEqual([]);
  await postgresCredentialStore(db).delete(id);
  expect((await openKeyRing(db, place())).primaryId).not.toBe(ring.primaryId);
});

test("a key file of one's own is used, and never made", async () => {
  const own = { home, masterKeyFile: join(home, "own.key") };
  await expect(openKeyRing(db, own)).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining("CATALYST_MASTER_KEY_FILE"),
  });
  expect(await readdir(home)).toEqual([]);
  const mine = createKeyRing();
  await writeFile(own.masterKeyFile, serializeKeyRing(mine), { mode: 0o600 });
  expect(await openKeyRing(db, own)).toEqual(mine);
});

test("after a rotation every credential opens with the new key alone, and the old one is gone", async () => {
  const old = await openKeyRing(db, place());
  await Promise.all([1, 2, 3].map(() => addCredential(old)));
  expect(await rotateMasterKey(db, place())).toMatchObject({ rewrapped: 3 });
  const ring = await openKeyRing(db, place());
  expect([...ring.keys.keys()]).toEqual([ring.primaryId]);
  expect(ring.primaryId).not.toBe(old.primaryId);
  await expectAllOpen(ring, 3);
  expect((await db.drizzle.select().from(masterKeys)).map(({ id }) => id)).toEqual([ring.primaryId]);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  await expect(addCredential(old)).rejects.toMatchObject({ code: "conflict" });
});

test("secrets for setup are wrapped anew too, need their key file, and are refused under a key that is gone", async () => {
  const old = await openKeyRing(db, place());
  const { repo } = await postgresRepoStore(db).ensure(REPOSITORY);
  const secrets = postgresProjectSecretStore(db);
  const identity = { id: randomUUID(), projectId: repo.projectId, repoId: repo.id, name: "NPM_TOKEN" };
  await secrets.put(sealProjectSecret({ ...identity, createdAt: new Date() }, "a-secret-value", old));
  const open = await secretOpener(db, place());
  expect(await rotateMasterKey(db, place())).toMatchObject({ rewrapped: 1 });
  const [stored] = await secrets.list(repo.id);
  expect(openProjectSecret(stored as never, await openKeyRing(db, place()))).toBe("a-secret-value");
  expect(await open(stored as never)).toBe("a-secret-value");
  const late = sealProjectSecret(
    { ...identity, id: randomUUID(), name: "LATE", createdAt: new Date() },
    "a-secret-value",
    old,
  );
  await expect(secrets.put(late)).rejects.toMatchObject({ code: "conflict" });
  await rm(keyFile);
  await expect(openKeyRing(db, place())).rejects.toMatchObject({ message: expect.stringContaining("Put it back") });
});

test("who opened credentials before a rotation goes on opening them after it", async () => {
  const open = await credentialOpener(db, place());
  const { id, userId } = await addCredential(await openKeyRing(db, place()));
  await rotateMasterKey(db, place());
  const rewrapped = (await postgresCredentialStore(db).get(id)) as AgentCredential;
  expect((await open(rewrapped)).key).toBe(`key of ${userId}`);
});

test("a credential that is sealed with the old key while it is rotated away is refused or stays readable", async () => {
  const old = await openKeyRing(db, place());
  const adding = Array.from({ length: 40 }, () => addCredential(old));
  const rotating = rotateMasterKey(db, place());
  const stored = (await Promise.allSettled(adding)).filter(({ status }) => status === "fulfilled");
  await rotating;
  await expectAllOpen(await openKeyRing(db, place()), stored.length);
});

test("a rotation that stopped after any step is finished by the next one", async () => {
  const old = await openKeyRing(db, place());
  const credential = await addCredential(old);
  await addCredential(old);
  const rotated = addPrimaryKey(old);
  await writeFile(keyFile, serializeKeyRing(rotated));
  await expectAllOpen(await openKeyRing(db, place()), 2);
  await postgresCredentialStore(db).replaceSealed(credential, rewrapCredential(credential, rotated));
  await expectAllOpen(await openKeyRing(db, place()), 2);
  await rotateMasterKey(db, place());
  const ring = await openKeyRing(db, place());
  expect(ring.keys.size).toBe(1);
  await expectAllOpen(ring, 2);
});

test("a rotation that is killed in the midst loses nothing", { timeout: 180_000 }, async () => {
  const old = await openKeyRing(db, place());
  for (let count = 0; count < 150; count++) {
    await addCredential(old);
  }
  const child = runProgram(`
    import { openDatabase } from "./database.ts";
    import { rotateMasterKey } from "./open-key-ring.ts";
    await rotateMasterKey(openDatabase(${JSON.stringify(db.connection)}), ${JSON.stringify(place())});
  `);
  const isRewrapped = ne(agentCredentials.masterKeyId, old.primaryId);
  await vi.waitFor(async () => expect(await db.drizzle.$count(agentCredentials, isRewrapped)).toBeGreaterThan(5), {
    timeout: 180_000,
    interval: 1,
  });
  await kill(child);
  const rewrapped = await db.drizzle.$count(agentCredentials, isRewrapped);
  expect(rewrapped).toBeLessThan(150);
  await expectAllOpen(parseKeyRing(await readFile(keyFile, "utf8")), 150);
  await rotateMasterKey(db, place());
  const ring = await openKeyRing(db, place());
  expect(ring.keys.size).toBe(1);
  await expectAllOpen(ring, 150);
});
