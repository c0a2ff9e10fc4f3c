import { CatalystError, type WorkerWish } from "@catalyst/core";
import {
  keepInstallations,
  type NewWatch,
  type StoreWatchDeps,
  storeWatch,
  type Watch,
  type WatchedPlace,
} from "@catalyst/core/forge";
import { inspectToken } from "@catalyst/github";
import { type Database, postgresGitHubInstallationStore } from "@catalyst/postgres";
import type { WorkerKeys } from "../../keys/open-worker-keys.ts";
import type { GitHubApps } from "../open-github-apps.ts";
import { registryDeps } from "../registry-deps.ts";
import { explainSite } from "../wishes/explain-site.ts";

type WatchWish = Extract<WorkerWish, { kind: "watch_repository" }>;

interface WatchDeps {
  db: Database;
  apps: Pick<GitHubApps, "open" | "siteOf">;
  keys: Pick<WorkerKeys, "openWatchToken">;
  keep: Omit<StoreWatchDeps, "installations">;
}

/**
 * Looks at what a person's token is for, and acts as them in its repository from now on. Throws `prerequisite_missing` with what it lacks and where
 * that is mended, `conflict` where an App is installed there, `invalid_input` for what wasn't given for it, and like `explainSite`.
 */
export async function watchRepository(wish: WatchWish, { db, apps, keys, keep }: WatchDeps): Promise<Watch> {
  const { host, owner, name, userId } = wish;
  const place = { userId, host, owner, name };
  const token = await keys.openWatchToken(place, wish.token);
  return explainSite({ what: attemptOf(place), host }, async () => {
    const seen = await look(place, token, apps);
    const installations = postgresGitHubInstallationStore(db);
    const watch = await storeWatch({ host, token, ...seen }, { ...keep, installations });
    await keepInstallations(watch, registryDeps({ db, app: await apps.open(watch) }));
    return watch;
  });
}

async function look(
  place: WatchedPlace,
  token: string,
  apps: Pick<GitHubApps, "siteOf">,
): Promise<Pick<NewWatch, "account" | "repository">> {
  const { host, owner, name } = place;
  const { account, repository, findings } = await inspectToken(await apps.siteOf(host), { host, owner, name, token });
  const failure = findings.find(({ check, state }) => state === "failed" && check !== "rules");
  if (failure !== undefined || account === null || repository === null) {
    const { detail, page, clicks } = failure ?? { detail: "it wasn't seen whole", page: null, clicks: null };
    const mend = page === null ? "" : ` Mend it at ${page}: ${clicks}.`;
    throw new CatalystError("prerequisite_missing", `${attemptOf(place)} failed: ${detail}.${mend}`);
  }
  return { account, repository };
}

function attemptOf({ owner, name }: Pick<WatchedPlace, "owner" | "name">): string {
  return `Watching ${owner}/${name}`;
}
