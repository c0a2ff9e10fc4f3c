import { join } from "node:path";
import type { Envelope, PublicKey } from "@catalyst/core";
import type { GitHubApp } from "@catalyst/core/forge";
import { createKeyRing, openWebhookSecret, parseKeyRing, serializeKeyRing } from "@catalyst/core/opening";
import { createKeyFile, type KeyFile, listSealers, publishRecipientPublic, readKeyFile } from "@catalyst/machine";

/** Opens what an App's deliveries are signed with. Throws `invalid_configuration` as `openWebhookSecret`. */
export type OpenWebhookSecret = (of: Pick<GitHubApp, "id" | "host" | "appId">, secret: Envelope) => Promise<Buffer>;

/**
 * What opens what was sealed to this home's server. The keys are made when there are none, and published. Throws
 * `invalid_configuration`.
 */
export async function openWebhookKeys(home: string): Promise<OpenWebhookSecret> {
  const file: KeyFile = { path: join(home, "server-keys", "private"), kind: "private", name: "the server's keys" };
  const text = (await readKeyFile(file)) ?? (await createKeyFile(file, serializeKeyRing(createKeyRing())));
  const ring = parseKeyRing(text, "server");
  await publishRecipientPublic(home, "server", ring.primary.publicKey);
  let sealers: ReadonlyMap<string, PublicKey> = new Map();
  return async (of, secret) => {
    if (!sealers.has(secret.sealerKeyId)) {
      sealers = await listSealers(home);
    }
    return openWebhookSecret(of, secret, { ring, sealers });
  };
}
