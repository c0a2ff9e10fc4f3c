import { randomUUID } from "node:crypto";
import type { Right } from "@catalyst/core";
import { AMPLE } from "@catalyst/core/testing";
import { describe, expect, test } from "vitest";
import { postgresRightFeed } from "../../feed/right-feed.ts";
import { openMemoryPeople, openPostgresPeople } from "../../testing/people-stores.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "../accounts/account-store.ts";
import { teamStoreContract } from "./team-store.contract.ts";
import { postgresTeamStore } from "./team-store.ts";

describe("teams in PostgreSQL", () => teamStoreContract(openPostgresPeople));
describe("teams in memory", () => teamStoreContract(openMemoryPeople));

test("that somebody's part in a team changed is told when it is done", async () => {
  const db = await testDatabase();
  const told: (Right | null)[] = [];
  const stop = await postgresRightFeed(db).watch((right) => told.push(right));
  const { id: userId } = await postgresAccountStore(db).ensureUser(`user-${randomUUID()}`);
  const teams = postgresTeamStore(db);
  const { id } = await teams.make({ slug: "shop", name: "Shop", ownerId: userId }, AMPLE);
  await teams.changeMember(id, () => ({ userId, role: "owner" }));
  await expect.poll(() => told, { timeout: 30_000 }).toContainEqual({ kind: "person", id: userId });
  await stop();
  await db.close();
});
