import { setTimeout as wait } from "node:timers/promises";
import type { GitHubInstallation } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";

const PAUSE_MILLISECONDS = 3000;
const PATIENCE_MILLISECONDS = 15 * 60_000;

/** Asks GitHub again and again who let the App in, until somebody did; none: nobody within a quarter of an hour. Throws `cancelled`. */
export async function awaitInstallation(
  client: Pick<ApiClient, "call">,
  { app, signal }: { app: string; signal: AbortSignal },
): Promise<GitHubInstallation[]> {
  const until = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const { data } = await client.call("lookAtGitHubInstallations", { params: { app } });
    if (data.some(({ isSuspended }) => !isSuspended) || Date.now() > until) {
      return data;
    }
    await wait(PAUSE_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) {
      throw new CatalystError("cancelled", "The App is added, and nobody has installed it yet.");
    }
  }
}
