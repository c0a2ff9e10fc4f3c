import { randomUUID } from "node:crypto";
import { CatalystError, type WorkerAnswer, type WorkerWish } from "@catalyst/core";
import {
  type GitHubApp,
  type KeepAppsDeps,
  keepInstallations,
  type StoreWatchDeps,
  storeApp,
} from "@catalyst/core/forge";
import { convertManifest } from "@catalyst/github";
import { findRecipientSealing } from "@catalyst/machine";
import { type Database, postgresGitHubAppStore, postgresPairStore } from "@catalyst/postgres";
import type { WorkerKeys } from "../../keys/open-worker-keys.ts";
import { beginMissed } from "../missed/begin-missed.ts";
import { findAllMissed } from "../missed/find-all-missed.ts";
import type { GitHubApps } from "../open-github-apps.ts";
import { registryDeps } from "../registry-deps.ts";
import { changeUsers } from "../users/change-users.ts";
import { watchRepository } from "../watches/watch-repository.ts";
import { explainSite } from "./explain-site.ts";
import { inspectAll } from "./inspect-all.ts";
import { askLink, beginLink } from "./link-account.ts";

const KINDS = [
  ...(["convert_manifest", "change_machine_users", "look_at_installations", "inspect_github"] as const),
  ...(["begin_github_link", "ask_github_link", "find_missed", "begin_missed", "watch_repository"] as const),
] as const;
export type GitHubWish = Extract<WorkerWish, { kind: (typeof KINDS)[number] }>;

export interface GitHubWishDeps {
  home: string;
  db: Database;
  apps: GitHubApps;
  keys: Pick<WorkerKeys, "openLink" | "openWatchToken">;
}

/** Does what is asked for at a GitHub. Throws a `CatalystError` for what can't be done. */
export async function answerGitHub(wish: GitHubWish, deps: GitHubWishDeps): Promise<WorkerAnswer> {
  switch (wish.kind) {
    case "convert_manifest":
      return { kind: "app_added", appId: (await addByCode(wish, deps)).id };
    case "change_machine_users": {
      const { db } = deps;
      const app = await findApp(wish.appId, db);
      const attempt = { what: "Changing the accounts that people pick", host: app.host };
      await explainSite(attempt, () => changeUsers(app, wish, deps));
      return { kind: "machine_users_changed" };
    }
    case "look_at_installations": {
      const { db, apps } = deps;
      const app = await findApp(wish.appId, db);
      await explainSite({ what: "Looking at where the App is installed", host: app.host }, async () =>
        keepInstallations(app, registryDeps({ db, app: await apps.open(app) })),
      );
      return { kind: "installations_noted" };
    }
    case "inspect_github":
      return { kind: "github_inspected", ...(await inspectAll(wish, deps)) };
    case "find_missed": {
      const { missed, isWhole } = await findAllMissed(wish.repository, deps);
      return { kind: "missed_found", missed: missed.map(({ request }) => request), isWhole };
    }
    case "begin_missed":
      return { kind: "missed_begun", begun: await beginMissed(wish, { ...deps, now: () => new Date() }) };
    case "begin_github_link":
      return { kind: "github_link_begun", begun: await beginLink(wish, { ...deps, ...keepDeps(deps) }) };
    case "ask_github_link":
      return { kind: "github_link_asked", asked: await askLink(wish, deps) };
    case "watch_repository": {
      const watch = await watchRepository(wish, { ...deps, keep: keepDeps(deps) });
      return { kind: "repository_watched", appId: watch.id };
    }
  }
}

async function addByCode(
  { host, code, hasWebhook, machineUsers }: Extract<GitHubWish, { kind: "convert_manifest" }>,
  deps: GitHubWishDeps,
): Promise<GitHubApp> {
  const notFound = `${host} doesn't know the code: it counts once, and for an hour. Begin anew`;
  const converted = await explainSite({ what: "Adding the App", host, notFound }, async () =>
    convertManifest(await deps.apps.siteOf(host), code),
  );
  const webhookSecret = hasWebhook ? converted.webhookSecret : null;
  return storeApp({ host, machineUsers, ...converted, webhookSecret }, keepDeps(deps));
}

function keepDeps({ home, db }: GitHubWishDeps): KeepAppsDeps & Omit<StoreWatchDeps, "installations"> {
  const openSealing = async (recipient: "worker" | "server") => {
    const found = await findRecipientSealing(home, recipient, postgresPairStore(db, recipient));
    if (found === null) {
      throw new CatalystError("unavailable", `Sealing failed: no ${recipient} has published a key yet.`);
    }
    return found;
  };
  return {
    githubApps: postgresGitHubAppStore(db),
    openDeliverySealing: () => openSealing("worker"),
    openWebhookSealing: () => openSealing("server"),
    newId: randomUUID,
    now: () => new Date(),
  };
}

async function findApp(id: string, db: Database): Promise<GitHubApp> {
  const app = await postgresGitHubAppStore(db).get(id);
  if (app === null) {
    throw new CatalystError("not_found", `Asking GitHub failed: there is no App ${id}.`);
  }
  return app;
}
