import { type Envelope, type SealingKeys, sealEnvelope } from "../../sealing/envelope.ts";

/** Somebody's token is to be used in this repository alone, and by who asked for it. */
export interface WatchedPlace {
  userId: string;
  host: string;
  owner: string;
  name: string;
}

/** As GitHub makes a token that is for chosen repositories: one of another kind opens everything that its person may. */
export const FINE_GRAINED = /^github_pat_\w{1,500}$/;

/** Seals a person's token on its way to a worker; for whom and where is authenticated with it. */
export function sealWatchToken(place: WatchedPlace, token: string, keys: SealingKeys): Envelope {
  return sealEnvelope(Buffer.from(token, "utf8"), keys, watchTokenOwner(place));
}

/** What such an envelope belongs to. */
export function watchTokenOwner({ userId, host, owner, name }: WatchedPlace): Buffer {
  return Buffer.from(JSON.stringify(["catalyst-github-watch", 1, userId, host, owner, name]));
}
