import { randomUUID } from "node:crypto";
import { sealAppPart } from "@catalyst/core/forge";
import { findRecipientSealing } from "@catalyst/machine";
import { connectDatabase, postgresGitHubAppStore } from "@catalyst/postgres";
import { vi } from "vitest";
import type { Peer } from "../../github-peer/make-peer.ts";

/** Gives a home, once its worker and server have published their keys, the peer's App, as of this host. */
export async function addApp(home: string, { app }: Peer, host: string): Promise<void> {
  const keysOf = (recipient: "worker" | "server") =>
    vi.waitUntil(() => findRecipientSealing(home, recipient), { timeout: 180_000 });
  const [toWorker, toServer] = [await keysOf("worker"), await keysOf("server")];
  const bound = { id: randomUUID(), host, appId: app.id };
  const db = await connectDatabase({ home, databaseUrl: null });
  try {
    await postgresGitHubAppStore(db).insert({
      ...bound,
      privateKey: sealAppPart(bound, { part: "privateKey", text: app.privateKey }, toWorker),
      webhookSecret: sealAppPart(bound, { part: "webhookSecret", text: app.webhook.secret }, toServer),
      ...{ slug: app.slug, botUserId: app.bot.id, clientId: null, formerSecrets: [], machineUsers: [] },
      createdAt: new Date(),
    });
  } finally {
    await db.close();
  }
}
