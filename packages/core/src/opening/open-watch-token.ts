import { CatalystError } from "../catalyst-error.ts";
import { type WatchedPlace, watchTokenOwner } from "../forge/watch/seal-watch-token.ts";
import type { Envelope } from "../sealing/envelope.ts";
import { type OpeningKeys, openEnvelope } from "./open-envelope.ts";

/** A person's token for one repository, for a worker. Throws `invalid_input` for what wasn't sealed for this person and place. */
export function openWatchToken(place: WatchedPlace, sealed: Envelope, keys: OpeningKeys): string {
  const damaged = (cause?: unknown) =>
    new CatalystError("invalid_input", "Watching the repository failed: its token wasn't given for it. Begin anew.", {
      cause,
    });
  const of = { recipient: "worker", belongsTo: watchTokenOwner(place), name: "a token", damaged } as const;
  return openEnvelope(sealed, of, keys).toString("utf8");
}
