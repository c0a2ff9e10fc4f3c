import { randomUUID } from "node:crypto";
import type { AccountStore, ApiKeyStore, AuditStore, ProjectStore, TeamStore } from "@catalyst/core";
import {
  createMemory,
  memoryAccountStore,
  memoryApiKeyStore,
  memoryAuditStore,
  memoryProjectStore,
  memoryTeamStore,
} from "@catalyst/core/testing";
import { eq, sql } from "../drizzle.ts";
import { apiKeys } from "../schema/keys.ts";
import { postgresAccountStore } from "../stores/accounts/account-store.ts";
import { postgresApiKeyStore } from "../stores/keys/api-key-store.ts";
import { postgresAuditStore } from "../stores/people/audit-store.ts";
import { postgresProjectStore } from "../stores/teams/project-store.ts";
import { postgresTeamStore } from "../stores/teams/team-store.ts";
import { testDatabase } from "./test-database.ts";

/** The stores of people, their teams, projects and keys, of one implementation. */
export interface PeopleStores {
  accounts: Pick<AccountStore, "ensureUser" | "listProjects" | "findNamedProject" | "findProjectById">;
  teams: TeamStore;
  projects: ProjectStore;
  keys: ApiKeyStore;
  audit: AuditStore;
  /** Lets a key's time be over, without waiting for it. */
  expireKey(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPostgresPeople(): Promise<PeopleStores> {
  const db = await testDatabase();
  return {
    accounts: postgresAccountStore(db),
    teams: postgresTeamStore(db),
    projects: postgresProjectStore(db),
    keys: postgresApiKeyStore(db),
    audit: postgresAuditStore(db),
    async expireKey(id) {
      const expiresAt = sql`now() - interval '1 second'`;
      await db.drizzle.update(apiKeys).set({ expiresAt }).where(eq(apiKeys.id, id));
    },
    close: db.close,
  };
}

export async function openMemoryPeople(): Promise<PeopleStores> {
  const memory = createMemory();
  return {
    accounts: memoryAccountStore(memory),
    teams: memoryTeamStore(memory),
    projects: memoryProjectStore(memory),
    keys: memoryApiKeyStore(memory),
    audit: memoryAuditStore(memory),
    async expireKey(id) {
      const stored = memory.apiKeys.get(id);
      if (stored !== undefined) {
        const expiresAt = new Date(memory.now().getTime() - 1000);
        memory.apiKeys.set(id, { ...stored, key: { ...stored.key, expiresAt } });
      }
    },
    close: async () => undefined,
  };
}

/** Somebody new. */
export async function makeUser({ accounts }: PeopleStores): Promise<{ userId: string; login: string }> {
  const login = `user-${randomUUID()}`;
  return { userId: (await accounts.ensureUser(login)).id, login };
}
