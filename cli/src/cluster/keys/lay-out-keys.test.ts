import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseKeyPair } from "@catalyst/core";
import {
  findRecipientSealing,
  findSealingKeys,
  GIVEN_MARK,
  listSealers,
  pairFiles,
  readGatewayPublic,
} from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GIVEN_KEYS, layOutHomeKeys, layOutServerKeys } from "./lay-out-keys.ts";

const IS_OF_GROUP = 0o077;
const all = { isKnown: async () => true };
let folder: string;
const at = (name: string) => join(folder, name);
const idOf = (name: string) => parseKeyPair(texts[name] ?? "")?.publicKey.id;
let texts: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-given-"));
  texts = Object.fromEntries(GIVEN_KEYS.map((name) => [name, randomBytes(32).toString("base64")]));
  for (const name of ["server-secret", "unsubscribe-key"]) {
    texts[name] = randomBytes(32).toString("hex");
  }
  await mkdir(at("given"));
  for (const [name, text] of Object.entries(texts)) {
    // As a volume of a cluster has them.
    await writeFile(join(at("given"), name), text, { mode: 0o440 });
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const server = (home = at("server")) => layOutServerKeys({ given: at("given"), home });
const home = () => layOutHomeKeys({ given: at("given"), home: at("home"), keys: at("keys") });

test("a server seals to gateway and workers whose private keys it hasn't, and they know it", async () => {
  await server();
  await home();
  const sealing = await findSealingKeys(at("server"), all);
  expect(sealing?.recipient.id).toBe(idOf("gateway-keys"));
  expect((await findRecipientSealing(at("server"), "worker", all))?.recipient.id).toBe(idOf("worker-keys"));
  expect([...(await listSealers(at("home"))).keys()]).toEqual([sealing?.sealer.publicKey.id]);
  const names = await readdir(at("server"), { recursive: true });
  const found = await Promise.all(names.map((name) => readFile(join(at("server"), name), "utf8").catch(() => "")));
  expect(found.join()).toContain(texts["server-keys"]);
  expect(found.join()).not.toContain(texts["gateway-keys"]);
  expect(found.join()).not.toContain(texts["worker-keys"]);
});

test("all servers have the same, and twice is once", async () => {
  await server();
  await server();
  await server(at("other"));
  expect(await readGatewayPublic(at("other"))).toEqual(await readGatewayPublic(at("server")));
  expect(await readFile(join(at("other"), "server-secret"), "utf8")).toBe(`${texts["server-secret"]}\n`);
});

test("nobody else can read what is private", async () => {
  await server();
  await home();
  for (const path of [
    "server/server-keys/private",
    "server/server-secret",
    "keys/gateway/private",
    "keys/worker/private",
  ]) {
    expect((await stat(at(path))).mode & IS_OF_GROUP).toBe(0);
    expect((await stat(at(path.split("/", 1)[0] ?? ""))).mode & IS_OF_GROUP).toBe(0);
  }
});

test("whoever has them knows that others change them", async () => {
  await server();
  await home();
  expect(await pairFiles(at("server"), "server").isGiven()).toBe(true);
  expect(await readdir(at("keys/worker"))).toContain(GIVEN_MARK);
  expect(await pairFiles(at("other"), "server").isGiven()).toBe(false);
});

test("what isn't given is named", async () => {
  await rm(join(at("given"), "sealer"));
  await writeFile(join(at("given"), "worker-keys"), "\n", { mode: 0o600 }).catch(() => undefined);
  await expect(server()).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining("sealer"),
  });
});

test("a home with keys of its own keeps them until they are given, too", async () => {
  const own = randomBytes(32).toString("base64");
  await mkdir(join(at("home"), "gateway-keys"), { recursive: true });
  await writeFile(join(at("home"), "gateway-keys", "private"), `${own}\n`, { mode: 0o600 });
  await expect(home()).rejects.toThrow("Append that file's lines to gateway-keys of the secret");
  await rm(join(at("given"), "gateway-keys"));
  await writeFile(join(at("given"), "gateway-keys"), `${texts["gateway-keys"]}\n${own}\n`);
  await home();
  expect(await readFile(at("keys/gateway/private"), "utf8")).toContain(own);
});
