import { type ConfiguredAddress, findMachineOwner, isPrivateAllowed } from "@catalyst/core";
import { unsubscribeUrl } from "@catalyst/core/notification";
import { openUnsubscribeKey } from "@catalyst/machine";
import {
  type Database,
  forwardChanges,
  postgresAccountStore,
  postgresDestinationStore,
  postgresOutboxStore,
  postgresTaskChangeStore,
} from "@catalyst/postgres";
import type { Logger } from "pino";
import type { WorkerConfig } from "../config.ts";
import type { WorkerKeys } from "../keys/open-worker-keys.ts";
import { type DeliverDeps, deliverNext } from "./deliver.ts";
import { emptyOutbox } from "./empty-outbox.ts";
import { openMailer } from "./mail/mailer.ts";
import { openStatusComments } from "./open-status-comments.ts";
import { openSenders } from "./senders.ts";

interface StartOutboxDeps extends Pick<DeliverDeps["forges"], "findForge"> {
  db: Database;
  keys: WorkerKeys;
  log: Logger;
  signal: AbortSignal;
}

/** Delivers from now until the signal. Returns a promise of the end of it. Throws `invalid_configuration`. */
export async function startOutbox(
  { home, privateHosts, mail, publicUrl }: Pick<WorkerConfig, "home" | "privateHosts" | "mail" | "publicUrl">,
  { db, keys, findForge, log, signal }: StartOutboxDeps,
): Promise<() => Promise<void>> {
  const { userId: ownerId } = await findMachineOwner({ accounts: postgresAccountStore(db) });
  const senders = openSenders();
  const key = await openUnsubscribeKey(home);
  const linkOf = (destinationId: string) => (publicUrl === null ? null : unsubscribeUrl(publicUrl, destinationId, key));
  const now = () => new Date();
  const outbox = postgresOutboxStore(db);
  const deliverDeps = {
    ...{ outbox, opener: keys, senders, now, log, signal, random: Math.random },
    destinations: postgresDestinationStore(db),
    forges: { ...openStatusComments(db), findForge, publicUrl },
    isPrivateAllowed: (address: ConfiguredAddress) => isPrivateAllowed(address, { ownerId, privateHosts }),
    mail: mail === null ? null : { ...mail, ownerId, mailer: openMailer(mail.server), unsubscribeUrl: linkOf },
  };
  const whenEmptied = await emptyOutbox({
    ...{ outbox, now, log, signal },
    changes: postgresTaskChangeStore(db),
    forward: () => forwardChanges(db),
    deliver: () => deliverNext(deliverDeps),
  });
  return async () => {
    await whenEmptied();
    await senders.close();
  };
}
