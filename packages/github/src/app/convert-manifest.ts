import { z } from "zod";
import { createAsker } from "../client/asker.ts";
import { openOctokit } from "../client/open-octokit.ts";
import type { ApiAddress } from "../github-address.ts";
import type { Connections } from "../http/open-connections.ts";
import { openRateGate } from "../limits/rate-gate.ts";

const Converted = z.object({
  id: z.int().positive(),
  slug: z.string().min(1).max(255),
  client_id: z.string().min(1).max(255),
  pem: z.string().min(1).max(16_384),
  webhook_secret: z.string().min(1).max(1024).nullable(),
});

/** An App that GitHub has just made, with what it tells this once. */
export interface ConvertedApp {
  appId: number;
  slug: string;
  clientId: string;
  /** PEM. */
  privateKey: string;
  /** null: it sends no deliveries. */
  webhookSecret: string | null;
}

export interface Site {
  api: ApiAddress;
  connections: Connections;
  now: () => Date;
}

/** The App that a manifest's code stands for. A code counts once, and for an hour. Throws `GitHubFault`. */
export async function convertManifest({ api, connections, now }: Site, code: string): Promise<ConvertedApp> {
  const asker = createAsker(openOctokit(api, connections, {}), { gate: openRateGate(now), now });
  const app = await asker.ask("POST /app-manifests/{code}/conversions", { code }, Converted);
  const { id: appId, slug, client_id: clientId, pem: privateKey, webhook_secret: webhookSecret } = app;
  return { appId, slug, clientId, privateKey, webhookSecret };
}
