import type { Envelope, PairStore, Rotated } from "@catalyst/core";
import type { GitHubApp, GitHubAppStore, PendingLink, WatchedPlace } from "@catalyst/core/forge";
import type { Destination, DestinationStore } from "@catalyst/core/notification";
import {
  openAppKey,
  openLink,
  openPair,
  openPart,
  openWatchToken,
  rewrapAppKey,
  rewrapDestination,
  sealedRows,
  type WrapAnew,
  wrapAll,
} from "@catalyst/core/opening";
import { pairFiles } from "@catalyst/machine";

/** What opens what was sealed to this home's workers. Throws `invalid_configuration` when a key is missing, the sealer is unknown or the row was altered. */
export interface WorkerKeys {
  open(of: Destination, sealed: { part: "address" | "secret"; envelope: Envelope }): Promise<string>;
  openAppKey(app: GitHubApp): Promise<string>;
  /** How a person's account is asked for. Throws `invalid_input` for what wasn't sealed for them. */
  openLink(userId: string, pending: string): Promise<PendingLink>;
  /** A person's token for one repository. Throws `invalid_input` for what wasn't sealed for that. */
  openWatchToken(place: WatchedPlace, sealed: Envelope): Promise<string>;
  /** Changes the pair, and wraps all that is sealed to it anew. */
  rotate(stores: WorkerSealed): Promise<Rotated>;
}

interface WorkerSealed {
  destinations: Pick<DestinationStore, "listSealed" | "replaceSealed">;
  githubApps: Pick<GitHubAppStore, "list" | "replaceSealed">;
}

/** The keys are made when there are none, and published. Throws `invalid_configuration`. */
export async function openWorkerKeys(home: string, keys: PairStore): Promise<WorkerKeys> {
  const pair = await openPair({ recipient: "worker", files: pairFiles(home, "worker"), keys });
  return {
    open: async (of, sealed) => openPart(of, sealed, await pair.keysFor(sealed.envelope)),
    openAppKey: async (app) => openAppKey(app, await pair.keysFor(app.privateKey)),
    openLink: async (userId, pending) => openLink(userId, pending, await pair.keysFor(null)),
    openWatchToken: async (place, sealed) => openWatchToken(place, sealed, await pair.keysFor(sealed)),
    rotate: (stores) => pair.rotate(wrapStored(stores)),
  };
}

function wrapStored({ destinations, githubApps }: WorkerSealed): WrapAnew {
  return wrapAll([
    sealedRows({
      listAll: destinations.listSealed,
      replaceSealed: destinations.replaceSealed,
      keyIdsOf: ({ address, secret, previousSecret }) => idsOf([address, secret, previousSecret]),
      rewrap: rewrapDestination,
    }),
    sealedRows({
      listAll: githubApps.list,
      replaceSealed: githubApps.replaceSealed,
      keyIdsOf: ({ privateKey }) => idsOf([privateKey]),
      rewrap: rewrapAppKey,
    }),
  ]);
}

function idsOf(envelopes: readonly (Envelope | null)[]): string[] {
  return envelopes.flatMap((envelope) => (envelope === null ? [] : [envelope.recipientKeyId]));
}
