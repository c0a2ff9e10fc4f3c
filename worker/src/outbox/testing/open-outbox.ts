import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AccountStore, type Actor, findMachineOwner } from "@catalyst/core";
import {
  type MadeDestination,
  makeDestination,
  type Notice,
  OUTBOX_LIFETIME_SECONDS,
  type OutboxItem,
  testNotice,
} from "@catalyst/core/notification";
import { findRecipientSealing } from "@catalyst/machine";
import {
  type Database,
  postgresAccountStore,
  postgresDestinationStore,
  postgresDoorStores,
  postgresOutboxStore,
  postgresPairStore,
} from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import pino from "pino";
import { openWorkerKeys } from "../../keys/open-worker-keys.ts";
import type { DeliverDeps } from "../deliver.ts";
import { openStatusComments } from "../open-status-comments.ts";
import { openSenders } from "../senders.ts";

/** A worker's outbox on a database and a home of its own. */
export interface TestOutbox {
  db: Database;
  deps: DeliverDeps;
  owner: Actor & { userId: string };
  /** What destinations are kept with. */
  keeping: Parameters<typeof makeDestination>[1] & { accounts: AccountStore };
  add(input?: Partial<Parameters<typeof makeDestination>[0]>): Promise<MadeDestination>;
  /** Something to be told at this destination. */
  write(made: MadeDestination, notice?: Notice): Promise<string>;
  find(made: MadeDestination, id: string): Promise<OutboxItem>;
  close(): Promise<void>;
}

const ANSWER_MILLISECONDS = 2000;

export async function openOutbox(): Promise<TestOutbox> {
  const db = await testDatabase();
  const home = await mkdtemp(join(tmpdir(), "catalyst-outbox-"));
  const accounts = postgresAccountStore(db);
  const owner = await findMachineOwner({ accounts });
  const [outbox, destinations] = [postgresOutboxStore(db), postgresDestinationStore(db)];
  const opener = await openWorkerKeys(home, postgresPairStore(db, "worker"));
  const senders = openSenders(ANSWER_MILLISECONDS);
  const deps: DeliverDeps = {
    ...{ outbox, destinations, opener, senders, mail: null, random: () => 0 },
    forges: { ...openStatusComments(db), findForge: async () => null, publicUrl: null },
    isPrivateAllowed: ({ userId }) => userId === owner.userId,
    now: () => new Date(),
    log: pino({ level: "silent" }),
    signal: new AbortController().signal,
  };
  const openDeliverySealing = async () =>
    (await findRecipientSealing(home, "worker", postgresPairStore(db, "worker"))) ??
    Promise.reject(new Error("no keys"));
  const mail = { ownerId: owner.userId, ownerAddress: "owner@example.com" };
  const { teams } = postgresDoorStores(db);
  const keeping = {
    destinations,
    accounts,
    teams,
    mail,
    openDeliverySealing,
    newId: randomUUID,
    now: () => new Date(),
  };
  return {
    ...{ db, deps, owner, keeping },
    add: (input = {}) =>
      makeDestination(
        {
          ...{ actor: owner, name: randomUUID(), channel: "webhook", url: "https://example.com/hook", project: null },
          ...{ kinds: ["done"], hasEveryChange: false, ...input },
        },
        keeping,
      ),
    write: ({ destination }, payload = testNotice(new Date())) =>
      outbox.add({
        ...{ key: randomUUID(), kind: "notification", lane: destination.id, taskId: null, payload },
        ...{ destinationId: destination.id, lifetimeSeconds: OUTBOX_LIFETIME_SECONDS },
      }),
    find: async ({ destination }, id) => (await outbox.find({ id, keeper: destination })) as OutboxItem,
    async close() {
      await senders.close();
      await db.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
