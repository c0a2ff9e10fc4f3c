import { randomUUID } from "node:crypto";
import { sealAppPart } from "@catalyst/core/forge";
import { findRecipientSealing } from "@catalyst/machine";
import { connectDatabase, postgresGitHubAppStore } from "@catalyst/postgres";
import { vi } from "vitest";
import type { Peer } from "../../github-peer/make-peer.ts";

/** Gives a home, once its worker has published its key, the peer's App, as of this host. */
export async function addApp(home: string, { app }: Peer, host: string): Promise<void> {
  const keys = await vi.waitUntil(() => findRecipientSealing(home, "worker"), { timeout: 180_000 });
  const bound = { id: randomUUID(), host, appId: app.id };
  const db = await connectDatabase({ home, databaseUrl: null });
  try {
    await postgresGitHubAppStore(db).insert({
      ...bound,
      privateKey: sealAppPart(bound, { part: "privateKey", text: app.privateKey }, keys),
      ...{ slug: app.slug, botUserId: null, clientId: null, webhookSecret: null, formerSecrets: [], machineUsers: [] },
      createdAt: new Date(),
    });
  } finally {
    await db.close();
  }
}
