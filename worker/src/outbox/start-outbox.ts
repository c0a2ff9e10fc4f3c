import { type ConfiguredAddress, findMachineOwner, isPrivateAllowed } from "@catalyst/core";
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
import { openDeliveryKeys } from "../keys/open-delivery-keys.ts";
import { deliverNext } from "./deliver.ts";
import { emptyOutbox } from "./empty-outbox.ts";
import { openMailer } from "./mail/mailer.ts";
import { openSenders } from "./senders.ts";

/** Delivers from now until the signal. Returns a promise of the end of it. Throws `invalid_configuration`. */
export async function startOutbox(
  { home, privateHosts, mail }: Pick<WorkerConfig, "home" | "privateHosts" | "mail">,
  { db, log, signal }: { db: Database; log: Logger; signal: AbortSignal },
): Promise<() => Promise<void>> {
  const opener = await openDeliveryKeys(home);
  const { userId: ownerId } = await findMachineOwner({ accounts: postgresAccountStore(db) });
  const senders = openSenders();
  const now = () => new Date();
  const outbox = postgresOutboxStore(db);
  const deliverDeps = {
    ...{ outbox, opener, senders, now, log, signal, random: Math.random },
    destinations: postgresDestinationStore(db),
    isPrivateAllowed: (address: ConfiguredAddress) => isPrivateAllowed(address, { ownerId, privateHosts }),
    mail: mail === null ? null : { ...mail, ownerId, mailer: openMailer(mail.server) },
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
