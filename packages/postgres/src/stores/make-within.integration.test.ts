import { randomUUID } from "node:crypto";
import { ApiKey, CatalystError, type CountLimit, sealProjectSecret } from "@catalyst/core";
import type { Destination } from "@catalyst/core/notification";
import { createTestKeys } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../database.ts";
import { storeTask, testProject } from "../testing/stored-task.ts";
import { testDatabase } from "../testing/test-database.ts";
import { postgresProjectSecretStore } from "./accounts/project-secret-store.ts";
import { postgresApiKeyStore } from "./keys/api-key-store.ts";
import { postgresDestinationStore } from "./notifications/destination-store.ts";
import { postgresGatewayKeyStore } from "./pairs/gateway-key-store.ts";
import { postgresInvitationStore } from "./people/invitation-store.ts";
import { postgresProjectStore } from "./teams/project-store.ts";
import { postgresTeamStore } from "./teams/team-store.ts";
import { postgresWorkerWishStore } from "./wishes/worker-wish-store.ts";

const LIMIT: CountLimit = { most: 5, refuse: () => new CatalystError("conflict", "There are enough.") };
const { sealing } = createTestKeys();

let db: Database;
let userId: string;
let repoId: string;
let projectId: string;
beforeAll(async () => {
  db = await testDatabase();
  const { task } = await storeTask(db);
  userId = task.assignedBy;
  repoId = task.repoId;
  projectId = await testProject(db);
  await postgresGatewayKeyStore(db).add(sealing.recipient.id);
});
afterAll(() => db.close());

/** Each makes one, under a name that is its own. */
const MAKERS: Record<string, (name: string) => Promise<unknown>> = {
  destinations: (name) => postgresDestinationStore(db).insert(destination(name), LIMIT),
  "API keys": (name) => {
    const said = { id: randomUUID(), userId, name, prefix: "cat_123456", role: "owner", within: null };
    const key = ApiKey.parse({ ...said, scopes: [], expiresAt: null, lastUsedAt: null, createdAt: new Date() });
    return postgresApiKeyStore(db).insert(key, Buffer.from(name), LIMIT);
  },
  teams: (slug) => postgresTeamStore(db).make({ slug, name: slug, ownerId: userId }, LIMIT),
  invitations: (tokenHash) => {
    const said = {
      teamId: null,
      role: null,
      name: "Bea",
      invitedBy: userId,
      expiresAt: new Date(Date.now() + 3_600_000),
    };
    return postgresInvitationStore(db).add({ ...said, tokenHash }, LIMIT);
  },
};

test.each(Object.keys(MAKERS))("of sixty %s that are made at once, as many are as may be", async (of) => {
  const make = MAKERS[of] as (name: string) => Promise<unknown>;
  const made = await Promise.allSettled(Array.from({ length: 60 }, () => make(randomUUID().slice(0, 12))));
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(LIMIT.most);
});

test("of sixty projects of a person that are made at once, as many are as may be, with the one that they have", async () => {
  const make = () =>
    postgresProjectStore(db).make({ owner: { kind: "user", userId }, slug: randomUUID().slice(0, 12) }, LIMIT);
  const made = await Promise.allSettled(Array.from({ length: 60 }, make));
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(LIMIT.most - 1);
});

test("of sixty secrets that are stored at once, each sees those that are there", async () => {
  const store = postgresProjectSecretStore(db);
  const put = (name: string) =>
    store.put(
      sealProjectSecret({ id: randomUUID(), projectId, repoId, name, createdAt: new Date() }, "0123456789", sealing),
      (stored) => {
        if (stored.length >= LIMIT.most) {
          throw LIMIT.refuse();
        }
      },
    );
  await Promise.allSettled(Array.from({ length: 60 }, (_, index) => put(`SECRET_${index}`)));
  expect(await store.list(repoId)).toHaveLength(LIMIT.most);
});

test("of more wishes at once than may be open, as many are as may be", async () => {
  const wishes = postgresWorkerWishStore(db, "local");
  const ask = () => wishes.ask({ wish: { kind: "list_agents" }, actor: null, lifetimeSeconds: 600 });
  await Promise.allSettled(Array.from({ length: 220 }, ask));
  expect(await wishes.countOpen()).toBe(200);
});

function destination(name: string): Destination {
  const sealed = { address: null, secret: null, previousSecret: null, rotatedAt: null };
  const place = { projectId: null, channel: "webhook", origin: "https://example.com" } as const;
  return {
    id: randomUUID(),
    userId,
    teamId: null,
    name,
    ...place,
    kinds: ["done"],
    hasEveryChange: false,
    ...sealed,
    createdAt: new Date(),
  };
}
