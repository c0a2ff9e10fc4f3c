import { CatalystError } from "../catalyst-error.ts";
import type { GitHubApp } from "../forge/app/github-app.ts";
import { appPartOwner, type SealedAppPart } from "../forge/app/seal-app.ts";
import type { Envelope } from "../sealing/envelope.ts";
import { type OpeningKeys, openEnvelope } from "./open-envelope.ts";

type Bound = Pick<GitHubApp, "id" | "host" | "appId">;

/** The App's private key, for a worker. Throws `invalid_configuration` when a key is missing, its sealer is unknown or the row was altered. */
export function openAppKey(app: Bound & Pick<GitHubApp, "privateKey">, keys: OpeningKeys): string {
  const place = { recipient: "worker", part: "privateKey", name: "the private key of a GitHub App" } as const;
  return open(app.privateKey, { of: app, ...place }, keys).toString("utf8");
}

/** What deliveries are signed with, by one of the App's envelopes for that, for a server. Throws as `openAppKey`. */
export function openWebhookSecret(of: Bound, secret: Envelope, keys: OpeningKeys): Buffer {
  const place = { recipient: "server", part: "webhookSecret", name: "the webhook's secret of a GitHub App" } as const;
  return open(secret, { of, ...place }, keys);
}

interface Place {
  of: Bound;
  part: SealedAppPart;
  recipient: "worker" | "server";
  name: string;
}

function open(envelope: Envelope, { of, part, recipient, name }: Place, keys: OpeningKeys): Buffer {
  const damaged = (cause?: unknown) =>
    new CatalystError("invalid_configuration", `Opening ${name} failed: the stored row was altered.`, { cause });
  return openEnvelope(envelope, { recipient, belongsTo: appPartOwner(of, part), name, damaged }, keys);
}
