import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";

/** Takes what pages measured: whoever is signed in may say so, and says it of all alike. */
export function measurementHandler({ measures }: Pick<ServerDeps, "measures">): Handlers["noteMeasurements"] {
  return async ({ body: { eventDisplaySeconds, credentialSetupSeconds } }) => {
    eventDisplaySeconds.forEach((seconds) => void measures.eventDisplayed(seconds));
    if (credentialSetupSeconds !== undefined) {
      measures.credentialSetUp(credentialSetupSeconds);
    }
    return null;
  };
}
