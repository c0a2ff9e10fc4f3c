import { join } from "node:path";
import type { Envelope, PublicKey } from "@catalyst/core";
import type { GitHubApp, PendingLink } from "@catalyst/core/forge";
import type { Destination } from "@catalyst/core/notification";
import {
  createKeyRing,
  type OpeningKeys,
  openAppKey,
  openLink,
  openPart,
  parseKeyRing,
  serializeKeyRing,
} from "@catalyst/core/opening";
import { createKeyFile, type KeyFile, listSealers, publishRecipientPublic, readKeyFile } from "@catalyst/machine";

/** What opens what was sealed to this home's workers. Throws `invalid_configuration` when a key is missing, the sealer is unknown or the row was altered. */
export interface WorkerKeys {
  open(of: Destination, sealed: { part: "address" | "secret"; envelope: Envelope }): Promise<string>;
  openAppKey(app: GitHubApp): Promise<string>;
  /** How a person's account is asked for. Throws `invalid_input` for what wasn't sealed for them. */
  openLink(userId: string, pending: string): Promise<PendingLink>;
}

/** The keys are made when there are none, and published. Throws `invalid_configuration`. */
export async function openWorkerKeys(home: string): Promise<WorkerKeys> {
  const file: KeyFile = { path: join(home, "worker-keys", "private"), kind: "private", name: "the worker's keys" };
  const text = (await readKeyFile(file)) ?? (await createKeyFile(file, serializeKeyRing(createKeyRing())));
  const ring = parseKeyRing(text, "worker");
  await publishRecipientPublic(home, "worker", ring.primary.publicKey);
  let sealers: ReadonlyMap<string, PublicKey> = new Map();
  const keysFor = async ({ sealerKeyId }: Envelope): Promise<OpeningKeys> => {
    if (!sealers.has(sealerKeyId)) {
      sealers = await listSealers(home);
    }
    return { ring, sealers };
  };
  return {
    open: async (of, sealed) => openPart(of, sealed, await keysFor(sealed.envelope)),
    openAppKey: async (app) => openAppKey(app, await keysFor(app.privateKey)),
    openLink: async (userId, pending) => openLink(userId, pending, { ring, sealers: await listSealers(home) }),
  };
}
