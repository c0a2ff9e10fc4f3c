import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sealProjectSecret } from "@catalyst/core";
import { addPrimaryKey, createKeyRing, keepKeys, parseKeyRing, serializeKeyRing } from "@catalyst/core/opening";
import { readGatewayPublic } from "@catalyst/machine";
import { storeRepo } from "@catalyst/postgres/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type KeyHome, makeKeyHome } from "../testing/key-home.ts";
import { createSealedOpener } from "./open-sealed.ts";
import { prepareKeys } from "./prepare-keys.ts";
import { rotateKeys } from "./rotate-keys.ts";

/** What is started here needn't be compiled anew each time. */
const { NODE_COMPILE_CACHE } = process.env;

const REPOSITORY = { login: "local", vcs: "local", url: "/srv/repo", name: "repo", defaultBranch: "main" } as const;

let at: KeyHome;
let oldId: string;
beforeEach(async () => {
  at = await makeKeyHome();
  oldId = (await prepareKeys(at.place, at.keys)).primary.publicKey.id;
});
afterEach(() => at?.remove());

const idsInFile = async () => [...parseKeyRing(await readFile(at.keyFile, "utf8")).pairs.keys()];

/** One key, the same in the file, in the database and in what is published, and all that is stored opens with it. */
async function expectOneKey(count: number): Promise<void> {
  const published = (await readGatewayPublic(at.place.home))?.id;
  expect([await idsInFile(), await at.keys.list()]).toEqual([[published], [published]]);
  expect(published).not.toBe(oldId);
  const stored = await at.credentials.listAll();
  expect(stored.filter(({ recipientKeyId }) => recipientKeyId !== published)).toEqual([]);
  await at.expectAllOpen(count);
}

test("after a rotation every credential opens with the new key alone, and the old one is gone", async () => {
  const old = await at.sealing();
  await Promise.all([1, 2, 3].map(() => at.addCredential()));
  const rotated = await rotateKeys(at);
  expect(rotated).toMatchObject({ wrappedCount: 3, neededKeyIds: [], removableKeyIds: null, problems: [] });
  await expectOneKey(3);
  expect((await stat(at.keyFile)).mode & 0o777).toBe(0o600);
  expect(await readdir(dirname(at.keyFile))).toEqual(["private"]);
  await expect(at.addCredential(old)).rejects.toMatchObject({ code: "conflict" });
});

test("secrets for setup are wrapped anew too, and are refused under a key that is gone", async () => {
  const old = await at.sealing();
  const { repo } = await storeRepo(at.db, REPOSITORY);
  const seal = (name: string) =>
    sealProjectSecret(
      { id: randomUUID(), projectId: repo.projectId, repoId: repo.id, name, createdAt: new Date() },
      "a-secret-value",
      old,
    );
  await at.secrets.put(seal("NPM_TOKEN"), () => undefined);
  const opener = createSealedOpener(at.place, await prepareKeys(at.place, at.keys));
  expect(await rotateKeys(at)).toMatchObject({ wrappedCount: 1 });
  const [stored] = await at.secrets.list(repo.id);
  expect(await opener.openSecret(stored as never)).toBe("a-secret-value");
  await expect(at.secrets.put(seal("LATE"), () => undefined)).rejects.toMatchObject({ code: "conflict" });
});

test("what is sealed to the old key while it is rotated away is refused or stays readable", async () => {
  const old = await at.sealing();
  const adding = Array.from({ length: 40 }, () => at.addCredential(old));
  const rotating = rotateKeys(at);
  const stored = (await Promise.allSettled(adding)).filter(({ status }) => status === "fulfilled");
  await rotating;
  await at.expectAllOpen(stored.length);
});

test("several that rotate at once come to one key", async () => {
  await Promise.all([1, 2].map(() => at.addCredential()));
  await Promise.all([1, 2, 3].map(() => rotateKeys(at)));
  await expectOneKey(2);
});

test("a rotation that stopped after any step is finished by the next one", async () => {
  const credential = await at.addCredential();
  await at.addCredential();
  const ring = addPrimaryKey(parseKeyRing(await readFile(at.keyFile, "utf8")));
  await writeFile(at.keyFile, serializeKeyRing(ring));
  await at.expectAllOpen(2);
  await prepareKeys(at.place, at.keys);
  expect((await readGatewayPublic(at.place.home))?.id).toBe(ring.primary.publicKey.id);
  await at.addCredential();
  await at.expectAllOpen(3);
  await at.credentials.delete(credential.id);
  await rotateKeys(at);
  await expectOneKey(2);
});

test("whichever call on the database is the last before the gateway dies, nothing is lost and the next rotation ends well", async () => {
  for (let count = 0; count < 3; count++) {
    await at.addCredential();
  }
  let deadAfter = 0;
  for (let isDone = false; !isDone; deadAfter++) {
    isDone = await rotateKeys(dyingAfter(deadAfter)).then(
      () => true,
      () => false,
    );
    await at.expectAllOpen(3);
    await prepareKeys(at.place, at.keys);
    const late = await at.addCredential();
    await at.expectAllOpen(4);
    await at.credentials.delete(late.id);
  }
  expect(deadAfter).toBeGreaterThan(5);
  await rotateKeys(at);
  await expectOneKey(3);
});

/** The same stores, of which every call fails once so many have been made. */
function dyingAfter(calls: number): KeyHome {
  let left = calls;
  const live = () => {
    left -= 1;
    if (left < 0) {
      throw new Error("the gateway died");
    }
  };
  const dying = <Store extends object>(store: Store): Store => {
    const methods = Object.entries(store).map(([name, method]) => {
      const call = (...given: unknown[]) => {
        live();
        return method(...given);
      };
      return [name, name === "withLock" ? method : call];
    });
    return Object.fromEntries(methods);
  };
  return { ...at, keys: dying(at.keys), credentials: dying(at.credentials), secrets: dying(at.secrets) };
}

test("a row that doesn't open keeps its key and is named; everything else is wrapped, and a new key is made each time", async () => {
  const damaged = await at.addCredential();
  await at.addCredential();
  await at.credentials.replaceSealed(damaged, { ...damaged, baseUrl: "http://attacker.example" });
  const seen = new Set<string>();
  for (const wrappedCount of [1, 1]) {
    const rotated = await rotateKeys(at);
    expect(rotated).toMatchObject({ wrappedCount, neededKeyIds: [oldId] });
    expect(rotated.problems).toEqual([expect.stringContaining(damaged.id)]);
    expect(await idsInFile()).toEqual([rotated.keyId, oldId]);
    seen.add(rotated.keyId);
  }
  expect(seen.size).toBe(2);
  await at.credentials.delete(damaged.id);
  await rotateKeys(at);
  await expectOneKey(1);
});

test("of keys that are given, the first comes into use, and the answer says which may go", async () => {
  const given = join(at.place.home, "given");
  const place = { ...at.place, givenFile: given };
  const before = parseKeyRing(await readFile(at.keyFile, "utf8"));
  await writeFile(given, serializeKeyRing(before), { mode: 0o600 });
  await at.addCredential();
  expect(await rotateKeys({ ...at, place })).toMatchObject({ keyId: oldId, wrappedCount: 0, removableKeyIds: [] });
  const ring = addPrimaryKey(before);
  await writeFile(given, serializeKeyRing(ring), { mode: 0o600 });
  const { id } = ring.primary.publicKey;
  expect(await rotateKeys({ ...at, place })).toMatchObject({ keyId: id, wrappedCount: 1, removableKeyIds: [oldId] });
  expect(await readFile(given, "utf8")).toBe(serializeKeyRing(ring));
  // Whether the gateway starts before or after the old one is removed.
  await prepareKeys(place, at.keys);
  await writeFile(given, serializeKeyRing(keepKeys(ring, [])), { mode: 0o600 });
  await prepareKeys(place, at.keys);
  expect((await at.credentials.listAll()).map(({ recipientKeyId }) => recipientKeyId)).toEqual([id]);
});

test("given keys without the one that something is sealed to are refused", async () => {
  const given = join(at.place.home, "given");
  await at.addCredential();
  await writeFile(given, serializeKeyRing(createKeyRing()), { mode: 0o600 });
  const rotating = rotateKeys({ ...at, place: { ...at.place, givenFile: given } });
  await expect(rotating).rejects.toMatchObject({ message: expect.stringContaining(oldId) });
});

test("a rotation that is killed in the midst loses nothing, and who reads meanwhile reads whole files", async () => {
  const COUNT = 60;
  for (let count = 0; count < COUNT; count++) {
    await at.addCredential();
  }
  for (const share of [0.05, 0.5]) {
    const child = rotateApart();
    const ended = once(child, "exit");
    const published = (await at.sealing()).recipient.id;
    const isUnderWay = async () => {
      const stored = await at.credentials.listAll();
      await at.expectAllOpen(COUNT);
      expect(stored.filter(({ recipientKeyId }) => recipientKeyId !== published).length).toBeGreaterThan(COUNT * share);
    };
    await vi.waitFor(isUnderWay, { timeout: 180_000, interval: 1 });
    child.kill("SIGKILL");
    await ended;
    await at.expectAllOpen(COUNT);
  }
  await rotateKeys(at);
  await expectOneKey(COUNT);
});

function rotateApart() {
  const from = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const program = `
    import { openDatabase } from ${from("../../../packages/postgres/src/database.ts")};
    import * as postgres from ${from("../../../packages/postgres/src/index.ts")};
    import { rotateKeys } from ${from("./rotate-keys.ts")};
    const db = openDatabase(${JSON.stringify(at.db.connection)});
    await rotateKeys({
      place: ${JSON.stringify(at.place)},
      keys: postgres.postgresGatewayKeyStore(db),
      credentials: postgres.postgresCredentialStore(db),
      secrets: postgres.postgresProjectSecretStore(db),
    });
  `;
  return spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], {
    env: { PATH: "/usr/bin:/bin", NODE_COMPILE_CACHE },
    cwd: import.meta.dirname,
    stdio: ["ignore", "ignore", "inherit"],
  });
}
