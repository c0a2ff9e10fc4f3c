import { browserClient } from "../../../api/browser-client.ts";

const LONGEST_SECONDS = 24 * 3600;

/** Tells how long somebody needed, from when the form was there until the key was stored. Where that isn't heard, nothing is lost. */
export function noteSetup(openedAt: number): void {
  const credentialSetupSeconds = Math.min(LONGEST_SECONDS, Math.max(0, (performance.now() - openedAt) / 1000));
  void browserClient()
    .call("noteMeasurements", { body: { credentialSetupSeconds } })
    .catch(() => undefined);
}
