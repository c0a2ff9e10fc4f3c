import { generateKeyPairSync, randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { createTestKeys } from "../../testing/test-keys.ts";
import type { GitHubApp } from "./github-app.ts";
import { type AddAppInput, addApp, type KeepAppsDeps, listApps, removeApp } from "./keep-apps.ts";
import { seeSetup } from "./see-setup.ts";

const OWNER = { kind: "machine_owner", userId: randomUUID() } as const;
const PERSON = { kind: "person", userId: randomUUID() } as const;
const PEM = { type: "pkcs1", format: "pem" } as const;
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: PEM,
  privateKeyEncoding: PEM,
});

let apps: GitHubApp[];
let deps: KeepAppsDeps;
beforeEach(() => {
  apps = [];
  const { sealing } = createTestKeys();
  deps = {
    githubApps: {
      insert: async (app) => void apps.push(app),
      get: async (id) => apps.find((app) => app.id === id) ?? null,
      list: async () => apps,
      remove: async (id) => apps.some((app) => app.id === id),
    },
    openDeliverySealing: async () => sealing,
    openWebhookSealing: async () => sealing,
    newId: randomUUID,
    now: () => new Date(),
  };
});

const add = (more: Partial<AddAppInput> = {}) =>
  addApp(
    {
      ...{ actor: OWNER, host: "github.com", appId: 7, slug: "catalyst", privateKey },
      ...{ webhookSecret: "a-secret-of-its-webhook", machineUsers: [], clientId: null, ...more },
    },
    deps,
  );

test("an App is kept with nothing in it that opens a door", async () => {
  await add({ machineUsers: [{ id: 9, login: "catalyst-agent" }] });
  const [app] = await listApps({ actor: OWNER }, deps);
  expect(app).toMatchObject({ host: "github.com", appId: 7, machineUsers: [{ id: 9 }], botUserId: null });
  const text = JSON.stringify(app);
  expect(text).not.toContain("a-secret-of-its-webhook");
  expect(text).not.toContain("PRIVATE KEY");
});

test("one that tells nothing has no secret", async () => {
  expect((await add({ webhookSecret: null })).webhookSecret).toBeNull();
});

const small = generateKeyPairSync("rsa", { modulusLength: 1024, publicKeyEncoding: PEM, privateKeyEncoding: PEM });
const other = generateKeyPairSync("ed25519", {
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

test.each([
  ["nothing of the kind", "hello", /isn't a private RSA key/],
  ["a public key", small.publicKey, /isn't a private RSA key/],
  ["one of another kind", other.privateKey, /isn't a private RSA key/],
  ["one that is too short", small.privateKey, /has 1024 bits/],
])("%s is no key", async (_, text, message) => {
  await expect(add({ privateKey: text })).rejects.toThrow(message);
  expect(apps).toEqual([]);
});

test("only the machine's owner keeps them, and one that isn't there isn't removed", async () => {
  const forbidden = { code: "forbidden" };
  await expect(add({ actor: PERSON })).rejects.toMatchObject(forbidden);
  await expect(listApps({ actor: PERSON }, deps)).rejects.toMatchObject(forbidden);
  await expect(removeApp({ actor: PERSON, id: randomUUID() }, deps)).rejects.toMatchObject(forbidden);
  await expect(removeApp({ actor: OWNER, id: randomUUID() }, deps)).rejects.toMatchObject({ code: "not_found" });
});

test("everybody who is signed in sees how far it is set up, and nothing that opens a door or is a person's", async () => {
  await add({ machineUsers: [{ id: 7, login: "catalyst-agent" }] });
  const installation = { suspendedAt: null } as never;
  const suspended = { suspendedAt: new Date() } as never;
  const setupDeps = { ...deps, installations: { list: async () => [installation, suspended] } };
  const [seen] = await seeSetup({ actor: PERSON }, setupDeps);
  const pickedAs = ["catalyst-agent"];
  expect(seen).toMatchObject({
    hasWebhook: true,
    canLink: false,
    installations: 1,
    pickedAs,
    app: { slug: "catalyst" },
  });
  const key = { kind: "api_key", keyId: randomUUID(), userId: randomUUID(), role: "owner", within: null } as const;
  await expect(seeSetup({ actor: key as never }, setupDeps)).rejects.toMatchObject({ code: "forbidden" });
});
