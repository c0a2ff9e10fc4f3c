import { CatalystError } from "../catalyst-error.ts";
import type { Destination } from "../notification/destination/destination.ts";
import { partOwner, type SealedPart } from "../notification/destination/seal-destination.ts";
import type { Envelope } from "../sealing/envelope.ts";
import { type OpeningKeys, openEnvelope } from "./open-envelope.ts";

/** Throws `invalid_configuration` when a key is missing, its sealer is unknown or the row was altered. */
export function openPart(
  of: Destination,
  { part, envelope }: { part: SealedPart; envelope: Envelope },
  keys: OpeningKeys,
): string {
  const name = `the ${part} of a destination`;
  const damaged = (cause?: unknown) =>
    new CatalystError("invalid_configuration", `Opening ${name} failed: the stored row was altered.`, { cause });
  return openEnvelope(envelope, { recipient: "worker", belongsTo: partOwner(of, part), name, damaged }, keys).toString(
    "utf8",
  );
}
