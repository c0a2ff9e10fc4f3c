import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AgentCredential,
  type CredentialStore,
  type PairStore,
  type ProjectSecretStore,
  type SealingKeys,
  sealCredential,
} from "@catalyst/core";
import { parseKeyRing } from "@catalyst/core/opening";
import { openSealer, readGatewayPublic } from "@catalyst/machine";
import {
  type Database,
  postgresAccountStore,
  postgresCredentialStore,
  postgresGatewayKeyStore,
  postgresProjectSecretStore,
} from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import type { KeyPlace } from "../keys/key-ring-file.ts";
import { createSealedOpener } from "../keys/open-sealed.ts";

/** A home with a database, for what the gateway does with its keys. */
export interface KeyHome {
  db: Database;
  place: KeyPlace;
  /** The gateway's private keys. */
  keyFile: string;
  keys: PairStore;
  credentials: CredentialStore;
  secrets: ProjectSecretStore;
  /** What somebody who stores credentials seals with now. */
  sealing(): Promise<SealingKeys>;
  /** Stores a credential of a new user; its key is `key of <user>`. */
  addCredential(keys?: SealingKeys): Promise<AgentCredential>;
  /** Throws when there are not so many stored credentials, or one doesn't open to what was put in with what is in the files. */
  expectAllOpen(count: number): Promise<void>;
  /** All that a refusal must leave as it was. */
  everything(): Promise<unknown>;
  remove(): Promise<void>;
}

export async function makeKeyHome(): Promise<KeyHome> {
  const db = await testDatabase();
  const home = await mkdtemp(join(tmpdir(), "catalyst-keys-"));
  const place: KeyPlace = { home, givenFile: null };
  const keyFile = join(home, "gateway-keys", "private");
  const credentials = postgresCredentialStore(db);
  const sealing = async () => {
    const recipient = await readGatewayPublic(home);
    if (recipient === null) {
      throw new Error("the gateway published nothing");
    }
    return { sealer: await openSealer(home), recipient };
  };
  const files = async () =>
    (await readdir(home, { recursive: true, withFileTypes: true })).map(({ parentPath, name }) =>
      join(parentPath, name),
    );
  return {
    ...{ db, place, keyFile, credentials, sealing },
    keys: postgresGatewayKeyStore(db),
    secrets: postgresProjectSecretStore(db),
    addCredential: async (keys) => addCredential(db, keys ?? (await sealing())),
    async expectAllOpen(count) {
      const opener = createSealedOpener(place, parseKeyRing(await readFile(keyFile, "utf8")));
      const stored = await credentials.listAll();
      const opened = await Promise.all(stored.map((credential) => opener.openCredential(credential)));
      const wrong = stored.filter(({ userId }, index) => opened[index]?.key !== `key of ${userId}`);
      if (stored.length !== count || wrong.length > 0) {
        throw new Error(`${stored.length} credentials are stored, ${wrong.length} of them open to something else`);
      }
    },
    everything: async () => [
      await files(),
      await readFile(keyFile, "utf8").catch(() => null),
      await readGatewayPublic(home),
      await postgresGatewayKeyStore(db).list(),
      await credentials.listAll(),
    ],
    async remove() {
      await db.close();
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function addCredential(db: Database, keys: SealingKeys): Promise<AgentCredential> {
  const { id: userId } = await postgresAccountStore(db).ensureUser(`user-${randomUUID()}`);
  const owner = { userId, teamId: null, taskId: null };
  const identity = { id: randomUUID(), provider: "anthropic" as const, ...owner, createdAt: new Date() };
  const credential = sealCredential(identity, { key: `key of ${userId}`, baseUrl: null }, keys);
  await postgresCredentialStore(db).insert(credential);
  return credential;
}
