import type { AccountStore } from "../../account/account-store.ts";
import { type Actor, personOf } from "../../account/actor.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import { may } from "../../account/rights/may.ts";
import { permitBeside } from "../../account/rights/permit.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { SealingKeys } from "../../sealing/envelope.ts";
import type { GitHubApp, WatchedRepository } from "../app/github-app.ts";
import type { GitHubAppStore } from "../app/github-app-store.ts";
import type { GitHubInstallationStore } from "../app/installation-store.ts";
import { sealAppPart } from "../app/seal-app.ts";

const MAX_WATCHES = 20;

/** What is kept of a person who lets Catalyst act as them in one repository. */
export type Watch = GitHubApp & { watched: WatchedRepository };

export function isWatch(app: GitHubApp): app is Watch {
  return app.watched !== null;
}

/** A repository, and as whom it is watched: looked up by the token. */
export interface NewWatch {
  host: string;
  repository: { id: number; owner: string; name: string };
  account: { id: number; login: string };
  token: string;
}

export interface StoreWatchDeps {
  githubApps: Pick<GitHubAppStore, "insert" | "list" | "change">;
  installations: Pick<GitHubInstallationStore, "listShowing">;
  /** What seals to the workers, who act as the person. */
  openDeliverySealing(): Promise<SealingKeys>;
  newId(): string;
  now(): Date;
}

/**
 * Stores a watch, in the place of one of the same repository; its token is sealed at once. Throws `conflict` where an App is installed there, and
 * for too many.
 */
export async function storeWatch({ host, repository, account, token }: NewWatch, deps: StoreWatchDeps): Promise<Watch> {
  const { id: repositoryId, owner, name } = repository;
  const apps = await deps.githubApps.list();
  const watches = apps.filter(isWatch);
  await refuseWhereAppIs({ host, repository }, apps, deps);
  const before = watches.find((watch) => watch.host === host && watch.watched.repositoryId === repositoryId);
  if (before === undefined && watches.length >= MAX_WATCHES) {
    throw conflict(repository, `${MAX_WATCHES} repositories are watched already. End one first`);
  }
  const bound = { id: before?.id ?? deps.newId(), host, appId: repositoryId };
  const said = {
    ...{ slug: account.login, botUserId: account.id, watched: { repositoryId, owner, name } },
    privateKey: sealAppPart(bound, { part: "privateKey", text: token }, await deps.openDeliverySealing()),
  };
  if (before !== undefined) {
    await deps.githubApps.change(before.id, said);
    return { ...before, ...said };
  }
  const none = { clientId: null, webhookSecret: null, formerSecrets: [], machineUsers: [] };
  const watch = { ...bound, ...said, ...none, createdAt: deps.now() };
  await deps.githubApps.insert(watch);
  return watch;
}

async function refuseWhereAppIs(
  { host, repository }: Pick<NewWatch, "host" | "repository">,
  apps: readonly GitHubApp[],
  { installations }: Pick<StoreWatchDeps, "installations">,
): Promise<void> {
  const showing = await installations.listShowing({ host, repositoryId: repository.id });
  const installed = apps.find((app) => !isWatch(app) && showing.some(({ appId }) => appId === app.id));
  if (installed !== undefined) {
    throw conflict(repository, `the App ${installed.slug} is installed there, which does more than that`);
  }
}

function conflict({ owner, name }: NewWatch["repository"], why: string): CatalystError {
  return new CatalystError("conflict", `Watching ${owner}/${name} failed: ${why}.`);
}

export interface KeptWatchesDeps {
  accounts: Pick<AccountStore, "listForgeLinks">;
  githubApps: Pick<GitHubAppStore, "list" | "remove">;
}

/** All of them for the machine's owner, for a person those by which Catalyst acts as them; the oldest first. Throws `forbidden`. */
export async function listWatches(
  { actor }: { actor: Actor },
  { accounts, githubApps }: { accounts: KeptWatchesDeps["accounts"]; githubApps: Pick<GitHubAppStore, "list"> },
): Promise<Watch[]> {
  permitBeside({ actor, action: "link_own_accounts", attempt: "Looking at what is watched" });
  const watches = (await githubApps.list()).filter(isWatch);
  if (may(actor, "manage_github_apps", null)) {
    return watches;
  }
  const links = await accounts.listForgeLinks(personOf(actor) ?? "");
  return watches.filter(({ host, botUserId }) =>
    links.some(({ forge, accountId }) => forge === forgeOfHost(host) && accountId === String(botUserId)),
  );
}

/** Drops the token with what was heard by it, as whoever sees the watch. Throws `not_found` and `forbidden`. */
export async function removeWatch({ actor, id }: { actor: Actor; id: string }, deps: KeptWatchesDeps): Promise<void> {
  const attempt = "Ending the watch";
  permitBeside({ actor, action: "link_own_accounts", attempt });
  const watch = (await listWatches({ actor }, deps)).find((one) => one.id === id);
  if (watch === undefined || !(await deps.githubApps.remove(id))) {
    throw new CatalystError("not_found", `${attempt} failed: there is none ${id}.`);
  }
}
