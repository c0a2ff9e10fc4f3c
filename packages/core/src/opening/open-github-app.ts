import { CatalystError } from "../catalyst-error.ts";
import type { GitHubApp } from "../forge/app/github-app.ts";
import { appPartOwner, type SealedAppPart } from "../forge/app/seal-app.ts";
import type { Envelope } from "../sealing/envelope.ts";
import { type EnvelopePlace, type OpeningKeys, openEnvelope, rewrapEnvelope } from "./open-envelope.ts";

type Bound = Pick<GitHubApp, "id" | "host" | "appId">;

const PARTS = {
  privateKey: { recipient: "worker", name: "the private key of a GitHub App" },
  webhookSecret: { recipient: "server", name: "the webhook's secret of a GitHub App" },
} as const;

/** The App's private key, for a worker. Throws `invalid_configuration` when a key is missing, its sealer is unknown or the row was altered. */
export function openAppKey(app: Bound & Pick<GitHubApp, "privateKey">, keys: OpeningKeys): string {
  return openEnvelope(app.privateKey, placeOf(app, "privateKey"), keys).toString("utf8");
}

/** What deliveries are signed with, by one of the App's envelopes for that, for a server. Throws as `openAppKey`. */
export function openWebhookSecret(of: Bound, secret: Envelope, keys: OpeningKeys): Buffer {
  return openEnvelope(secret, placeOf(of, "webhookSecret"), keys);
}

/** The same App, its private key for the workers' primary key. Throws as `openAppKey`. */
export function rewrapAppKey(app: GitHubApp, keys: OpeningKeys): GitHubApp {
  return { ...app, privateKey: rewrapEnvelope(app.privateKey, placeOf(app, "privateKey"), keys) };
}

/** The same App, all secrets of its webhook for the servers' primary key. Throws as `openAppKey`. */
export function rewrapWebhookSecrets(app: GitHubApp, keys: OpeningKeys): GitHubApp {
  const rewrap = (secret: Envelope) => rewrapEnvelope(secret, placeOf(app, "webhookSecret"), keys);
  return {
    ...app,
    webhookSecret: app.webhookSecret === null ? null : rewrap(app.webhookSecret),
    formerSecrets: app.formerSecrets.map((former) => ({ ...former, secret: rewrap(former.secret) })),
  };
}

function placeOf(of: Bound, part: SealedAppPart): EnvelopePlace {
  const { recipient, name } = PARTS[part];
  const damaged = (cause?: unknown) =>
    new CatalystError("invalid_configuration", `Opening ${name} failed: the stored row was altered.`, { cause });
  return { recipient, belongsTo: appPartOwner(of, part), name, damaged };
}
