import { randomUUID } from "node:crypto";
import type { Envelope } from "@catalyst/core";
import type {
  GitHubApp,
  GitHubAppStore,
  GitHubDeliveryStore,
  GitHubInstallationStore,
  GitHubLookStore,
} from "@catalyst/core/forge";
import {
  createMemory,
  memoryGitHubAppStore,
  memoryGitHubDeliveryStore,
  memoryGitHubInstallationStore,
  memoryGitHubLookStore,
} from "@catalyst/core/testing";
import { eq, sql } from "../drizzle.ts";
import { githubDeliveries, githubLooks } from "../schema/github.ts";
import { postgresGitHubAppStore } from "../stores/github/github-app-store.ts";
import { postgresGitHubDeliveryStore } from "../stores/github/github-delivery-store.ts";
import { postgresGitHubInstallationStore } from "../stores/github/github-installation-store.ts";
import { postgresGitHubLookStore } from "../stores/github/github-look-store.ts";
import { testDatabase } from "./test-database.ts";

/** The stores of Apps and of what is heard by them, of one implementation. */
export interface GitHubStores {
  apps: GitHubAppStore;
  installations: GitHubInstallationStore;
  deliveries: GitHubDeliveryStore;
  looks: GitHubLookStore;
  /** Lets leases and pauses of a delivery be over, and what was settled be so many hours old. */
  age(number: number, hours: number): Promise<void>;
  /** Lets all leases of looks be over. */
  endLooks(): Promise<void>;
  close(): Promise<void>;
}

export async function openPostgresGitHub(): Promise<GitHubStores> {
  const db = await testDatabase();
  return {
    apps: postgresGitHubAppStore(db),
    installations: postgresGitHubInstallationStore(db),
    deliveries: postgresGitHubDeliveryStore(db),
    looks: postgresGitHubLookStore(db),
    async endLooks() {
      await db.drizzle.update(githubLooks).set({ leasedUntil: sql`now()` });
    },
    async age(number, hours) {
      const earlier = sql`now() - make_interval(hours => ${hours})`;
      await db.drizzle
        .update(githubDeliveries)
        .set({
          dueAt: earlier,
          leasedUntil: sql`case when ${githubDeliveries.leasedUntil} is not null then ${earlier} end`,
          settledAt: sql`case when ${githubDeliveries.settledAt} is not null then ${earlier} end`,
        })
        .where(eq(githubDeliveries.number, number));
    },
    close: db.close,
  };
}

export async function openMemoryGitHub(): Promise<GitHubStores> {
  const memory = createMemory();
  return {
    apps: memoryGitHubAppStore(memory),
    installations: memoryGitHubInstallationStore(memory),
    deliveries: memoryGitHubDeliveryStore(memory),
    looks: memoryGitHubLookStore(memory),
    async endLooks() {
      for (const look of memory.githubLooks) {
        look.leasedUntil = null;
      }
    },
    async age(number, hours) {
      const earlier = new Date(memory.now().getTime() - hours * 3_600_000);
      const delivery = memory.githubDeliveries.find((one) => one.number === number);
      if (delivery !== undefined) {
        delivery.dueAt = earlier;
        delivery.leasedUntil = delivery.leasedUntil === null ? null : earlier;
        delivery.settledAt = delivery.settledAt === null ? null : earlier;
      }
    },
    close: async () => undefined,
  };
}

const ENVELOPE: Envelope = {
  encryptedKey: "a",
  encryptedKeyIv: "b",
  wrappedDataKey: "c",
  recipientKeyId: "d",
  sealerKeyId: "e",
};

/** An App for tests, of which nothing opens. */
export function describeApp(change: Partial<GitHubApp> = {}): GitHubApp {
  return {
    id: randomUUID(),
    host: "github.com",
    appId: Math.floor(Math.random() * 2 ** 48) + 1,
    slug: "catalyst-of-acme",
    botUserId: null,
    clientId: null,
    privateKey: ENVELOPE,
    webhookSecret: ENVELOPE,
    formerSecrets: [],
    machineUsers: [],
    watched: null,
    createdAt: new Date(),
    ...change,
  };
}
