import type { Site } from "../app/convert-manifest.ts";
import { createAsker } from "../client/asker.ts";
import { openOctokit } from "../client/open-octokit.ts";
import { openRateGate } from "../limits/rate-gate.ts";
import { type InspectedWatch, inspectWatch, type WatchPlace } from "./inspect-watch.ts";

/** What a token is for of which nobody knows whose it is. Throws `ForgeAway`. */
export function inspectToken(
  { api, connections, now }: Site,
  { token, ...place }: WatchPlace & { token: string },
): Promise<InspectedWatch> {
  const asker = createAsker(openOctokit(api, connections, { auth: token }), { gate: openRateGate(now), now });
  return inspectWatch(asker, place);
}
