import {
  type Database,
  postgresGitHubAppStore,
  postgresGitHubDeliveryStore,
  postgresGitHubInstallationStore,
  postgresGitHubLookStore,
} from "@catalyst/postgres";
import type { Logger } from "pino";
import type { GitHubApps } from "../github/open-github-apps.ts";
import { type Look, lookWhile } from "../look.ts";
import { actEvery } from "../rest.ts";
import { takeLook } from "./take-look.ts";

/** As many wait for GitHub at once. */
const LANES = 2;
/** What is due by its time is announced by nobody. */
const BEAT_MILLISECONDS = 5_000;

interface StartLookingDeps {
  db: Database;
  apps: Pick<GitHubApps, "open" | "tokens">;
  log: Logger;
  signal: AbortSignal;
}

/**
 * Looks at GitHubs for what nobody told, from now until the signal: where an App tells nothing, and where what it told was lost. Returns
 * a promise of the end of it.
 */
export async function startLooking({ db, apps, log, signal }: StartLookingDeps): Promise<() => Promise<void>> {
  const looks = postgresGitHubLookStore(db);
  const deps = {
    ...{ looks, tokens: apps.tokens, log, signal, now: () => new Date() },
    apps: postgresGitHubAppStore(db),
    deliveries: postgresGitHubDeliveryStore(db),
    openApp: apps.open,
  };
  const looking = { failure: "GitHub not looked at", log, signal };
  const lanes = Array.from({ length: LANES }, () => lookWhile(() => takeLook(deps), looking));
  const lookAll = () => lanes.map(({ look }: Look) => look());
  const ensure = async () => {
    await looks.ensure().catch((error: unknown) => log.warn({ error }, looking.failure));
    lookAll();
  };
  const stop = await postgresGitHubInstallationStore(db).watch(() => void ensure());
  const beating = actEvery(BEAT_MILLISECONDS, ensure, signal);
  return async () => {
    stop();
    await Promise.all([beating, ...lanes.map(({ whenDone }) => whenDone())]);
  };
}
