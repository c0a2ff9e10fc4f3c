import { CatalystError } from "../catalyst-error.ts";
import type { Destination } from "../notification/destination/destination.ts";
import { partOwner, type SealedPart } from "../notification/destination/seal-destination.ts";
import type { Envelope } from "../sealing/envelope.ts";
import { type EnvelopePlace, type OpeningKeys, openEnvelope, rewrapEnvelope } from "./open-envelope.ts";

/** Throws `invalid_configuration` when a key is missing, its sealer is unknown or the row was altered. */
export function openPart(
  of: Destination,
  { part, envelope }: { part: SealedPart; envelope: Envelope },
  keys: OpeningKeys,
): string {
  return openEnvelope(envelope, placeOf(of, part), keys).toString("utf8");
}

/** The same destination for the ring's primary key. Throws like `openPart`. */
export function rewrapDestination(destination: Destination, keys: OpeningKeys): Destination {
  const rewrap = (envelope: Envelope | null, part: SealedPart) =>
    envelope === null ? null : rewrapEnvelope(envelope, placeOf(destination, part), keys);
  const { address, secret, previousSecret } = destination;
  return {
    ...destination,
    address: rewrap(address, "address"),
    secret: rewrap(secret, "secret"),
    previousSecret: rewrap(previousSecret, "secret"),
  };
}

function placeOf(of: Destination, part: SealedPart): EnvelopePlace {
  const name = `the ${part} of a destination`;
  const damaged = (cause?: unknown) =>
    new CatalystError("invalid_configuration", `Opening ${name} failed: the stored row was altered.`, { cause });
  return { recipient: "worker", belongsTo: partOwner(of, part), name, damaged };
}
