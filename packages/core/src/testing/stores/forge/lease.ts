import type { Memory } from "../memory.ts";

interface Leased {
  leasedUntil: Date | null;
}

export function isFree({ leasedUntil }: Leased, now: Date): boolean {
  return leasedUntil === null || leasedUntil <= now;
}

export function lease(claimed: Leased, { now }: Pick<Memory, "now">, leaseSeconds: number): void {
  claimed.leasedUntil = new Date(now().getTime() + leaseSeconds * 1000);
}

/** False: nobody has it any more, or others do. */
export function renewLease(
  claimed: Leased | undefined,
  memory: Pick<Memory, "now">,
  { leaseSeconds }: { leaseSeconds: number },
): boolean {
  if (claimed === undefined || claimed.leasedUntil === null) {
    return false;
  }
  lease(claimed, memory, leaseSeconds);
  return true;
}
