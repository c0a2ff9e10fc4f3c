import { createHmac, randomUUID } from "node:crypto";
import { type GitHubApp, sealAppPart } from "@catalyst/core/forge";
import { openWebhookSecret } from "@catalyst/core/opening";
import { createTestKeys } from "@catalyst/core/testing";
import type { WebhookKeys } from "../opening/open-webhook-keys.ts";

const { sealing, opening } = createTestKeys();

/** What opens the secrets of `appSignedWith`. */
export const openSecretForTest: WebhookKeys["open"] = async (of, secret) => openWebhookSecret(of, secret, opening);

/** An App whose deliveries this signs; null: it has no webhook. `former`: those that count still, or not any more. */
export function appSignedWith(
  secret: string | null,
  { former = [], ...change }: Partial<GitHubApp> & { former?: { secret: string; endsAt: Date }[] } = {},
): GitHubApp {
  const identity = { id: randomUUID(), host: "github.com", appId: Math.floor(Math.random() * 2 ** 48) + 1, ...change };
  const seal = (text: string) => sealAppPart(identity, { part: "webhookSecret", text }, sealing);
  return {
    ...{ slug: "catalyst", botUserId: null, clientId: null, machineUsers: [], watched: null, createdAt: new Date() },
    ...identity,
    privateKey: sealAppPart(identity, { part: "privateKey", text: "-----BEGIN" }, sealing),
    webhookSecret: secret === null ? null : seal(secret),
    formerSecrets: former.map((one) => ({ secret: seal(one.secret), endsAt: one.endsAt })),
  };
}

/** A delivery's headers as GitHub has them. */
export function signedHeaders(
  { appId }: Pick<GitHubApp, "appId">,
  { secret, body, event = "issues" }: { secret: string; body: string | Buffer; event?: string },
): Record<string, string> {
  return {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/044aadd",
    "x-github-delivery": randomUUID(),
    "x-github-event": event,
    "x-github-hook-id": "292430182",
    "x-github-hook-installation-target-id": String(appId),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
}
