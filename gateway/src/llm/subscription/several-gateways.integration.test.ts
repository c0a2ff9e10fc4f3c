import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type AgentCredential, readChatGptLogin, sealCredential, serializeTokens } from "@catalyst/core";
import { parseKeyRing } from "@catalyst/core/opening";
import { postgresAccountStore, postgresSubscriptionStore } from "@catalyst/postgres";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSealedOpener } from "../../keys/open-sealed.ts";
import { openStored } from "../../keys/open-stored.ts";
import { prepareKeys } from "../../keys/prepare-keys.ts";
import { rotateKeys } from "../../keys/rotate-keys.ts";
import { DEFAULT_LIMITS } from "../../limits/gateway-limits.ts";
import { type KeyHome, makeKeyHome } from "../../testing/key-home.ts";
import { type ChatGpt, startChatGpt } from "../../testing/start-chatgpt.ts";
import { createUpstreams, type Upstreams } from "../upstream/upstream.ts";
import { createLoginRenewer, type RenewDeps } from "./renew-login.ts";

let home: KeyHome;
let chatGpt: ChatGpt;
let upstreams: Upstreams;
beforeEach(async () => {
  home = await makeKeyHome();
  await prepareKeys(home.place, home.keys);
  chatGpt = await startChatGpt();
  upstreams = createUpstreams({ limits: DEFAULT_LIMITS, isPrivateAllowed: () => true });
});
afterEach(async () => {
  await upstreams?.close();
  await chatGpt?.close();
  await home?.remove();
});

/** What a gateway of its own stands on: its keys as it read them when it began. */
async function gateway(more: Partial<RenewDeps> = {}) {
  const opener = createSealedOpener(home.place, parseKeyRing(await readFile(home.keyFile, "utf8")));
  const deps: RenewDeps = {
    ...opener,
    credentials: home.credentials,
    subscriptions: postgresSubscriptionStore(home.db),
    upstreams,
    now: () => new Date(),
    log: pino({ level: "silent" }),
    ...more,
  };
  const renewer = createLoginRenewer(deps);
  const stored = async (id: string) => openStored((await home.credentials.get(id)) as AgentCredential, opener);
  return { freshen: async (id: string) => renewer.freshen(await stored(id)), stored };
}

async function storeLogin(): Promise<string> {
  const { id: userId } = await postgresAccountStore(home.db).ensureUser(`user-${randomUUID()}`);
  const owner = { userId, teamId: null, taskId: null };
  const identity = { id: randomUUID(), provider: "openai" as const, ...owner, createdAt: new Date() };
  const key = serializeTokens(readChatGptLogin(chatGpt.login()));
  await home.credentials.insert(sealCredential(identity, { key, baseUrl: chatGpt.baseUrl }, await home.sealing()));
  return identity.id;
}

test("two gateways that want a login at once refresh it once, and both have its new tokens", async () => {
  chatGpt.lastsFor(120);
  const id = await storeLogin();
  chatGpt.lastsFor(864_000);
  const gateways = [await gateway(), await gateway()];
  const opened = await Promise.all([0, 1, 0, 1, 0, 1].map((number) => gateways[number]?.freshen(id)));
  expect(chatGpt.refreshes()).toBe(1);
  const [first] = opened;
  expect(new Set(opened.map((one) => one?.tokens?.accessToken)).size).toBe(1);
  expect(await (await gateway()).stored(id)).toMatchObject({ tokens: first?.tokens });
});

test("a rotation of the gateway's keys while a login is refreshed loses neither", async () => {
  chatGpt.lastsFor(120);
  const id = await storeLogin();
  chatGpt.lastsFor(864_000);
  const { db, place, keys, credentials, secrets } = home;
  const rotate = () => rotateKeys({ place, keys, credentials, secrets });
  const subscriptions = postgresSubscriptionStore(db);
  // Between the refresh and its being stored, and before it.
  const { sealAnew } = createSealedOpener(place, parseKeyRing(await readFile(home.keyFile, "utf8")));
  let sealed = 0;
  const rotating = await gateway({
    subscriptions: {
      ...subscriptions,
      async beginRefresh(...asked) {
        await rotate();
        return subscriptions.beginRefresh(...asked);
      },
    },
    async sealAnew(...asked) {
      const after = await sealAnew(...asked);
      sealed += 1;
      if (sealed === 1) {
        await rotate();
      }
      return after;
    },
  });
  const { tokens } = await rotating.freshen(id);
  expect([chatGpt.refreshes(), sealed > 1]).toEqual([1, true]);
  expect(await (await gateway()).stored(id)).toMatchObject({ tokens, credential: { signInNeeded: null } });
  await rotate();
  expect(await (await gateway()).stored(id)).toMatchObject({ tokens });
});

test("a login that its owner replaces while it is refreshed is the one that counts", async () => {
  chatGpt.lastsFor(120);
  const id = await storeLogin();
  chatGpt.lastsFor(864_000);
  const theirs = { accessToken: "their-access-token", refreshToken: "their-refresh-token", accountId: "theirs" };
  const subscriptions = postgresSubscriptionStore(home.db);
  const raced = await gateway({
    subscriptions: {
      ...subscriptions,
      async beginRefresh(...asked) {
        const begin = await subscriptions.beginRefresh(...asked);
        const before = (await home.credentials.get(id)) as AgentCredential;
        const secret = { key: serializeTokens(theirs), baseUrl: before.baseUrl };
        await home.credentials.replaceSealed(before, sealCredential(before, secret, await home.sealing()));
        return begin;
      },
    },
  });
  expect(await raced.freshen(id)).toMatchObject({ tokens: theirs });
  expect(await (await gateway()).stored(id)).toMatchObject({ tokens: theirs, credential: { refreshBeganAt: null } });
});

test("new tokens outlast a database that is away when they come", async () => {
  chatGpt.lastsFor(120);
  const id = await storeLogin();
  chatGpt.lastsFor(864_000);
  let failures = 2;
  const flaky = await gateway({
    credentials: {
      ...home.credentials,
      async replaceSealed(...asked) {
        if (failures > 0) {
          failures -= 1;
          throw new Error("away");
        }
        return home.credentials.replaceSealed(...asked);
      },
    },
  });
  const { tokens } = await flaky.freshen(id);
  expect(await (await gateway()).stored(id)).toMatchObject({ tokens });
});
