import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyPair, serializePublicKey } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findSealingKeys } from "./find-sealing-keys.ts";
import { publishGatewayPublic, readGatewayPublic } from "./gateway-public.ts";
import { type KeyFile, readKeyFile, replaceKeyFile } from "./key-file.ts";
import { listSealers, openSealer } from "./sealer.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-key-files-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const { publicKey } = createKeyPair();

test("who reads a key file while it is replaced again and again always reads a whole one", async () => {
  const file: KeyFile = { path: join(home, "keys", "private"), kind: "private", name: "the keys" };
  const texts = [0, 1].map((which) => `${String(which).repeat(20_000)}\n`);
  await replaceKeyFile(file, texts[0] as string);
  const writing = (async () => {
    for (let count = 0; count < 100; count++) {
      await replaceKeyFile(file, texts[count % 2] as string);
    }
    return true;
  })();
  for (let isDone = false; !isDone; isDone = await Promise.race([writing, Promise.resolve(false)])) {
    expect(texts).toContain(await readKeyFile(file));
  }
  expect(await readdir(join(home, "keys"))).toEqual(["private"]);
});

test("a key file that is a link, as in a volume of a cluster, is read and replaced where it leads", async () => {
  await mkdir(join(home, "data"));
  const target = join(home, "data", "gateway-public");
  await publishGatewayPublic(home, publicKey);
  await rename(join(home, "gateway-public"), target);
  await symlink(target, join(home, "gateway-public"));
  expect(await readGatewayPublic(home)).toEqual(publicKey);
  const next = createKeyPair().publicKey;
  await publishGatewayPublic(home, next);
  expect(await readGatewayPublic(home)).toEqual(next);
  expect(await readdir(join(home, "data"))).toEqual(["gateway-public"]);
});

test("nothing is sealed until the gateway has published a key that the database takes", async () => {
  const none = { isKnown: async () => false };
  const all = { isKnown: async () => true };
  expect(await findSealingKeys(home, all)).toBeNull();
  await publishGatewayPublic(home, publicKey);
  expect(await findSealingKeys(home, none)).toBeNull();
  const keys = await findSealingKeys(home, all);
  expect(keys?.recipient).toEqual(publicKey);
  expect([...(await listSealers(home)).keys()]).toEqual([keys?.sealer.publicKey.id]);
});

test.each(["", "not a key", "c2hvcnQ=", `${serializePublicKey(publicKey)}\n${serializePublicKey(publicKey)}`])(
  "%j is no key in any of the files, and each says what to do",
  async (text) => {
    await writeFile(join(home, "gateway-public"), text);
    await expect(readGatewayPublic(home)).rejects.toMatchObject({
      code: "invalid_configuration",
      message: expect.stringContaining("Remove the file"),
    });
    await mkdir(join(home, "sealer"));
    await writeFile(join(home, "sealer", "private"), text, { mode: 0o600 });
    await expect(openSealer(home)).rejects.toMatchObject({ message: expect.stringContaining("Remove the file") });
    await mkdir(join(home, "sealers"));
    await writeFile(join(home, "sealers", publicKey.id), text);
    await expect(listSealers(home)).rejects.toMatchObject({ message: expect.stringContaining("Remove the file") });
  },
);

test("a sealer's key under another one's name is refused, and what isn't named after a key is nobody's", async () => {
  await openSealer(home);
  await writeFile(join(home, "sealers", "README"), "the sealers");
  await writeFile(join(home, "sealers", `${publicKey.id}.new`), "half");
  expect((await listSealers(home)).size).toBe(1);
  await writeFile(join(home, "sealers", "0123456789abcdef"), serializePublicKey(publicKey));
  await expect(listSealers(home)).rejects.toMatchObject({ message: expect.stringContaining("named after") });
});
