/** Until others take over what a worker was at that isn't heard of any more: longer than a process ever stands still at work. */
export const LEASE = { leaseSeconds: 30 };
const RENEW_MILLISECONDS = 10_000;

interface Leases<Item> {
  /** False: it is somebody else's. */
  renew(item: Item, lease: typeof LEASE): Promise<boolean>;
}

/**
 * Does something with what was claimed, however long it takes: the lease is renewed for as long. Where it can't be, whoever claims next
 * does it once more, and what this one says of it counts for nothing.
 */
export async function whileLeased<Item, Result>(
  leases: Leases<Item>,
  item: Item,
  work: () => Promise<Result>,
): Promise<Result> {
  const renewing = setInterval(() => void leases.renew(item, LEASE).catch(() => undefined), RENEW_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
  }
}
