import type { Envelope, PairStore, Rotated } from "@catalyst/core";
import type { GitHubApp, GitHubAppStore } from "@catalyst/core/forge";
import { openPair, openWebhookSecret, rewrapWebhookSecrets, sealedRows } from "@catalyst/core/opening";
import { pairFiles } from "@catalyst/machine";

/** What opens what was sealed to this home's servers. */
export interface WebhookKeys {
  /** What an App's deliveries are signed with. Throws `invalid_configuration` as `openWebhookSecret`. */
  open(of: Pick<GitHubApp, "id" | "host" | "appId">, secret: Envelope): Promise<Buffer>;
  /** Changes the pair, and wraps all that is sealed to it anew. */
  rotate(githubApps: Pick<GitHubAppStore, "list" | "replaceSealed">): Promise<Rotated>;
}

/** The keys are made when there are none, and published. Throws `invalid_configuration`. */
export async function openWebhookKeys(home: string, keys: PairStore): Promise<WebhookKeys> {
  const pair = await openPair({ recipient: "server", files: pairFiles(home, "server"), keys });
  return {
    open: async (of, secret) => openWebhookSecret(of, secret, await pair.keysFor(secret)),
    rotate: ({ list, replaceSealed }) =>
      pair.rotate(
        sealedRows({
          ...{ listAll: list, replaceSealed, rewrap: rewrapWebhookSecrets },
          keyIdsOf: ({ webhookSecret, formerSecrets }) =>
            [webhookSecret, ...formerSecrets.map(({ secret }) => secret)].flatMap((envelope) =>
              envelope === null ? [] : [envelope.recipientKeyId],
            ),
        }),
      ),
  };
}
