import { ForgeAway } from "@catalyst/core";
import { type GitHubApp, keepInstallations } from "@catalyst/core/forge";
import { type Database, postgresGitHubAppStore } from "@catalyst/postgres";
import type { Logger } from "pino";
import { createLook } from "../look.ts";
import { actEvery } from "../rest.ts";
import type { GitHubApps } from "./open-github-apps.ts";
import { registryDeps } from "./registry-deps.ts";
import { followUsers } from "./users/follow-users.ts";

/** An App without a webhook isn't told who let it in. */
const LOOK_MILLISECONDS = 5 * 60_000;
/** What somebody, or this process before it was started anew, looked at within the time of a look isn't looked at again. */
const RECENT_MILLISECONDS = LOOK_MILLISECONDS * 0.9;
/** Each costs five of the 900 points that an App has in a minute, of which the work needs some. */
const MOST_OF_A_LOOK = 60;

export interface KeepRegistryDeps {
  db: Database;
  apps: Pick<GitHubApps, "open">;
  log: Logger;
  signal: AbortSignal;
}

/**
 * Notes who let our Apps in and what they show them, from now until the signal, and at once when an App is added or changed. Returns a
 * promise of the end of it.
 */
export async function keepRegistry(deps: KeepRegistryDeps): Promise<void> {
  const { look, whenDone } = createLook(() => keepAll(deps));
  const stop = await postgresGitHubAppStore(deps.db).watch(look);
  await actEvery(LOOK_MILLISECONDS, look, deps.signal);
  stop();
  await whenDone();
}

async function keepAll({ db, apps, log, signal }: KeepRegistryDeps): Promise<void> {
  try {
    for (const app of await postgresGitHubAppStore(db).list()) {
      if (!signal.aborted) {
        await keepOne(app, { db, apps }).catch((error: unknown) => {
          log.warn({ host: app.host, appId: app.appId, ...reasonOf(error) }, "installations not looked at");
        });
      }
    }
  } catch (error) {
    log.warn({ error }, "installations not looked at");
  }
}

async function keepOne(stored: GitHubApp, { db, apps }: Pick<KeepRegistryDeps, "db" | "apps">): Promise<void> {
  const app = await apps.open(stored);
  const sparing = { before: new Date(Date.now() - RECENT_MILLISECONDS), most: MOST_OF_A_LOOK };
  await keepInstallations(stored, registryDeps({ db, app }), sparing);
  await followUsers(stored, { db, app });
}

/** A GitHub that is away, or that forgot the App, says nothing of us. */
function reasonOf(error: unknown): object {
  return error instanceof ForgeAway ? { reason: error.message } : { error };
}
