import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { type AddressKind, addressKind } from "./address-kind.ts";
import { lookUpChosen, type ResolveName } from "./bounded-lookup.ts";

/** A name or address leads where it has no business. */
export class ForbiddenAddressError extends Error {
  override readonly name = "ForbiddenAddressError";
  /** It is of this machine or a private network, where others may have business. */
  readonly isPrivate: boolean;

  constructor(message: string, { isPrivate }: { isPrivate: boolean }) {
    super(message);
    this.isPrivate = isPrivate;
  }
}

/**
 * Resolves names for dialling and fails when any of the addresses is of another kind than these. The check is on the very
 * addresses that are dialled, so that a name can't answer differently the second time. Node asks no lookup for an address
 * that stands in a URL itself: check that with `checkAddress`. Names are looked up as those that somebody chose, unless it is said.
 */
export function guardedLookup(kinds: readonly AddressKind[], resolve: ResolveName = lookUpChosen): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const problem = error ?? findProblem(hostname, found, kinds);
      const first = found?.[0];
      if (problem !== null || first === undefined) {
        callback(problem, [], 0);
      } else if (options.all === true) {
        callback(null, found);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

/** Throws a ForbiddenAddressError for an address of another kind than these; a name passes. */
export function checkAddress(hostname: string, kinds: readonly AddressKind[]): void {
  const address = hostname.replace(/^\[(.*)\]$/, "$1");
  const kind = addressKind(address);
  if (isIP(address) !== 0 && !kinds.includes(kind)) {
    throw new ForbiddenAddressError(`${address} is ${describeOther(kinds)}`, { isPrivate: kind === "private" });
  }
}

function findProblem(
  hostname: string,
  found: readonly LookupAddress[],
  kinds: readonly AddressKind[],
): ForbiddenAddressError | null {
  const refused = found.find(({ address }) => !kinds.includes(addressKind(address)));
  if (refused === undefined && found.length > 0) {
    return null;
  }
  const where = refused?.address ?? "nothing";
  const isPrivate = addressKind(where) === "private";
  return new ForbiddenAddressError(`${hostname} resolves to ${where}, which is ${describeOther(kinds)}`, { isPrivate });
}

function describeOther(kinds: readonly AddressKind[]): string {
  return kinds.includes("private") ? "neither a public nor a private address" : "not a public address";
}
