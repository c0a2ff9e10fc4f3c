import { type Envelope, type SealingKeys, sealEnvelope } from "../../sealing/envelope.ts";
import type { GitHubApp } from "./github-app.ts";

/** What of an App is sealed: its key to the workers, the secret of its webhook to the servers. */
export type SealedAppPart = "privateKey" | "webhookSecret";

type Bound = Pick<GitHubApp, "id" | "host" | "appId">;

/** Seals a part; which App of which GitHub it is, is authenticated with it. */
export function sealAppPart(
  of: Bound,
  { part, text }: { part: SealedAppPart; text: string },
  keys: SealingKeys,
): Envelope {
  return sealEnvelope(Buffer.from(text, "utf8"), keys, appPartOwner(of, part));
}

/** What a part's envelope belongs to. */
export function appPartOwner({ id, host, appId }: Bound, part: SealedAppPart): Buffer {
  return Buffer.from(JSON.stringify(["catalyst-github-app", 1, id, host, appId, part]));
}
