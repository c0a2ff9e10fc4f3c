import { type Envelope, type SealingKeys, sealEnvelope } from "../../sealing/envelope.ts";
import type { Destination } from "./destination.ts";

/** What of a destination is sealed, each in an envelope of its own. */
export type SealedPart = "address" | "secret";

type Bound = Pick<Destination, "id" | "userId" | "teamId" | "channel" | "origin">;

/** Seals a part; keeper, destination, channel and the origin that is shown are authenticated with it. */
export function sealPart(of: Bound, { part, text }: { part: SealedPart; text: string }, keys: SealingKeys): Envelope {
  return sealEnvelope(Buffer.from(text, "utf8"), keys, partOwner(of, part));
}

/** What a part's envelope belongs to. */
export function partOwner({ userId, teamId, id, channel, origin }: Bound, part: SealedPart): Buffer {
  const keeper = teamId === null ? userId : { teamId };
  return Buffer.from(JSON.stringify(["catalyst-destination", 1, keeper, id, channel, origin, part]));
}
