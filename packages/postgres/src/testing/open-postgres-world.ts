import { createTestKeys, type OpenedStores, openWorld, type World } from "@catalyst/core/testing";
import type { Database } from "../database.ts";
import { eq, sql } from "../drizzle.ts";
import { postgresTaskChangeStore } from "../feed/task-change-store.ts";
import { agentExecutions } from "../schema/executions.ts";
import { gatewayKeys } from "../schema/tasks.ts";
import { postgresAccountStore } from "../stores/accounts/account-store.ts";
import { postgresCredentialStore } from "../stores/accounts/credential-store.ts";
import { postgresProjectSecretStore } from "../stores/accounts/project-secret-store.ts";
import { postgresRepoStore } from "../stores/accounts/repo-store.ts";
import { postgresSettingsStore } from "../stores/accounts/settings-store.ts";
import { postgresBudgetStore } from "../stores/executions/budget-store.ts";
import { postgresEventStore } from "../stores/executions/event-store.ts";
import { postgresExecutionStore } from "../stores/executions/execution-store.ts";
import { postgresGrantStore } from "../stores/executions/grant-store.ts";
import { postgresSessionStore } from "../stores/executions/session-store.ts";
import { postgresRetentionStore } from "../stores/retention/retention-store.ts";
import { postgresMessageStore } from "../stores/tasks/message-store.ts";
import { postgresTaskStore } from "../stores/tasks/task-store.ts";
import { postgresForgeRequestStore } from "../stores/triggers/forge-request-store.ts";

const { sealing } = createTestKeys();

/** A world of one person more whose stores are in PostgreSQL. */
export async function openPostgresWorld(db: Database, login: string): Promise<World> {
  await db.drizzle.insert(gatewayKeys).values({ id: sealing.recipient.id }).onConflictDoNothing();
  const { id: userId } = await postgresAccountStore(db).ensureUser(login);
  const opened: OpenedStores = {
    ...{ userId, login, sealing },
    stores: {
      tasks: postgresTaskStore(db),
      executions: postgresExecutionStore(db),
      accounts: postgresAccountStore(db),
      budgets: postgresBudgetStore(db),
      credentials: postgresCredentialStore(db),
      messages: postgresMessageStore(db),
      sessions: postgresSessionStore(db),
      repos: postgresRepoStore(db),
      changes: postgresTaskChangeStore(db),
      retained: postgresRetentionStore(db),
      events: postgresEventStore(db),
      grants: postgresGrantStore(db),
      secrets: postgresProjectSecretStore(db),
      settings: postgresSettingsStore(db),
      forgeRequests: postgresForgeRequestStore(db),
    },
    async expireLease(executionId) {
      const leaseExpiresAt = sql`now() - interval '1 second'`;
      await db.drizzle.update(agentExecutions).set({ leaseExpiresAt }).where(eq(agentExecutions.id, executionId));
    },
  };
  return openWorld(opened);
}
