import { chmod, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createKeyRing, serializeKeyRing } from "@catalyst/core/opening";
import { listSealers, openSealer, readGatewayPublic } from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type KeyHome, makeKeyHome } from "../testing/key-home.ts";
import { createSealedOpener } from "./open-sealed.ts";
import { prepareKeys } from "./prepare-keys.ts";
import { rotateKeys } from "./rotate-keys.ts";

let at: KeyHome;
beforeEach(async () => {
  at = await makeKeyHome();
});
afterEach(() => at?.remove());

const prepare = () => prepareKeys(at.place, at.keys);
const idOf = ({ primary }: { primary: { publicKey: { id: string } } }) => primary.publicKey.id;

test("the first start makes keys that only their owner can read, and publishes; the next one uses them", async () => {
  const ring = await prepare();
  expect((await stat(at.keyFile)).mode & 0o777).toBe(0o600);
  expect((await stat(join(at.keyFile, ".."))).mode & 0o777).toBe(0o700);
  expect((await readGatewayPublic(at.place.home))?.id).toBe(idOf(ring));
  expect(await at.keys.isKnown(idOf(ring))).toBe(true);
  expect(idOf(await prepare())).toBe(idOf(ring));
  expect((await readdir(at.place.home)).toSorted()).toEqual(["gateway-keys", "gateway-public"]);
});

test("first starts at once come to one key, and so do those who seal", async () => {
  const rings = await Promise.all(Array.from({ length: 4 }, prepare));
  expect(new Set(rings.map(idOf)).size).toBe(1);
  const sealers = await Promise.all(Array.from({ length: 8 }, () => openSealer(at.place.home)));
  expect(new Set(sealers.map(({ publicKey }) => publicKey.id)).size).toBe(1);
  expect([...(await listSealers(at.place.home)).keys()]).toEqual([sealers[0]?.publicKey.id]);
  expect((await stat(join(at.place.home, "sealer", "private"))).mode & 0o777).toBe(0o600);
});

test("the published key is the gateway's again when somebody put another one there", async () => {
  const ring = await prepare();
  await writeFile(join(at.place.home, "gateway-public"), `${Buffer.alloc(32, 9).toString("base64")}\n`);
  await prepare();
  expect((await readGatewayPublic(at.place.home))?.id).toBe(idOf(ring));
});

test("a key file that others can read is refused", async () => {
  await prepare();
  for (const mode of [0o640, 0o604, 0o644, 0o660]) {
    await chmod(at.keyFile, mode);
    await expect(prepare()).rejects.toMatchObject({
      code: "invalid_configuration",
      message: expect.stringContaining("chmod 600"),
    });
  }
});

test("public keys that others can change are refused: they could be anybody's", async () => {
  await prepare();
  await at.addCredential();
  const { home } = at.place;
  const [sealer] = (await listSealers(home)).keys();
  for (const path of [join(home, "gateway-public"), join(home, "sealers", String(sealer))]) {
    await chmod(path, 0o666);
  }
  await expect(readGatewayPublic(home)).rejects.toMatchObject({ message: expect.stringContaining("chmod go-w") });
  await expect(listSealers(home)).rejects.toMatchObject({ message: expect.stringContaining("chmod go-w") });
});

test.each([
  ["another key", () => serializeKeyRing(createKeyRing())],
  ["no key", () => ""],
  ["something else", () => "not a key\n"],
  ["very much", () => "x".repeat(100_000)],
])("a key file with %s stops the start and changes nothing", async (_what, text) => {
  await prepare();
  await at.addCredential();
  await writeFile(at.keyFile, text());
  const before = await at.everything();
  const refusal = { code: "invalid_configuration", message: expect.stringContaining(at.keyFile) };
  await expect(prepare()).rejects.toMatchObject(refusal);
  await expect(rotateKeys(at)).rejects.toMatchObject(refusal);
  expect(await at.everything()).toEqual(before);
});

test("a missing key file is never replaced while a credential needs it", async () => {
  const ring = await prepare();
  const { id } = await at.addCredential();
  await rm(at.keyFile);
  await expect(prepare()).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringMatching(/Put it back.* If it is lost for good, remove each/),
  });
  expect(await readdir(join(at.keyFile, ".."))).toEqual([]);
  await at.credentials.delete(id);
  const fresh = await prepare();
  expect(idOf(fresh)).not.toBe(idOf(ring));
  expect(await at.keys.list()).toEqual([idOf(fresh)]);
});

test("keys that are given are used, and never made", async () => {
  const place = { ...at.place, givenFile: join(at.place.home, "given") };
  await expect(prepareKeys(place, at.keys)).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining("CATALYST_GATEWAY_KEY_FILE"),
  });
  expect(await readdir(place.home)).toEqual([]);
  const given = createKeyRing();
  await writeFile(place.givenFile, serializeKeyRing(given), { mode: 0o600 });
  expect(idOf(await prepareKeys(place, at.keys))).toBe(idOf(given));
  expect(await readFile(place.givenFile, "utf8")).toBe(serializeKeyRing(given));
});

test("who opens learns of those who seal, and of new keys, while it runs", async () => {
  const opener = createSealedOpener(at.place, await prepare());
  const { id, userId } = await at.addCredential();
  const find = async () => (await at.credentials.get(id)) ?? expect.fail("it is gone");
  expect((await opener.openCredential(await find())).key).toBe(`key of ${userId}`);
  await rotateKeys(at);
  expect((await opener.openCredential(await find())).key).toBe(`key of ${userId}`);
  const { recipient } = await at.sealing();
  const stranger = await at.addCredential({ recipient, sealer: createKeyRing().primary });
  await expect(opener.openCredential(stranger)).rejects.toMatchObject({
    message: expect.stringContaining("not among those that the gateway was told of"),
  });
});
