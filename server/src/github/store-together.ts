import type { AddedDelivery, GitHubDeliveryStore, NewDelivery } from "@catalyst/core/forge";

/** The database's connections are for everybody. */
const STATEMENTS_AT_ONCE = 2;
const MAX_ROWS = 64;
const MAX_BYTES = 4 * 1024 * 1024;

/** Stores a delivery for good before it ends. */
export type StoreDelivery = (delivery: NewDelivery) => Promise<AddedDelivery>;

interface Waiting {
  delivery: NewDelivery;
  resolve(added: AddedDelivery): void;
  reject(error: unknown): void;
}

/**
 * Stores what comes at the same time in one statement: the disk, for which each has to wait, is waited for together. One that comes
 * alone goes alone, at once.
 */
export function storeTogether({ add }: Pick<GitHubDeliveryStore, "add">): StoreDelivery {
  const queue: Waiting[] = [];
  let statements = 0;

  function storeNext(): void {
    while (statements < STATEMENTS_AT_ONCE && queue.length > 0) {
      statements += 1;
      void storeAll(takeFirst(queue), add).finally(() => {
        statements -= 1;
        storeNext();
      });
    }
  }

  return (delivery) => {
    const { promise, resolve, reject } = Promise.withResolvers<AddedDelivery>();
    queue.push({ delivery, resolve, reject });
    storeNext();
    return promise;
  };
}

/** As many as fit, one at least, and none twice: the second of two is answered after the first is stored. */
function takeFirst(queue: Waiting[]): Waiting[] {
  const names = new Set<string>();
  let [count, bytes] = [0, 0];
  for (const { delivery } of queue.slice(0, MAX_ROWS)) {
    const name = `${delivery.appId} ${delivery.guid}`;
    bytes += delivery.body.length;
    if (count > 0 && (bytes > MAX_BYTES || names.has(name))) {
      break;
    }
    names.add(name);
    count += 1;
  }
  return queue.splice(0, count);
}

async function storeAll(batch: readonly Waiting[], add: GitHubDeliveryStore["add"]): Promise<void> {
  try {
    const added = await add(batch.map(({ delivery }) => delivery));
    for (const [index, { resolve }] of batch.entries()) {
      resolve(added[index] as AddedDelivery);
    }
  } catch (error) {
    for (const { reject } of batch) {
      reject(error);
    }
  }
}
