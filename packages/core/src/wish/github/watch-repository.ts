import type { AccountStore } from "../../account/account-store.ts";
import { type Actor, personOf } from "../../account/actor.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import type { AuditStore } from "../../account/people/audit-entry.ts";
import { linkForge } from "../../account/people/forge-links.ts";
import { permitBeside } from "../../account/rights/permit.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { GitHubAppStore } from "../../forge/app/github-app-store.ts";
import { isWatch, type Watch } from "../../forge/watch/keep-watches.ts";
import { FINE_GRAINED, sealWatchToken } from "../../forge/watch/seal-watch-token.ts";
import type { SealingKeys } from "../../sealing/envelope.ts";
import { type AskWorkerDeps, askWorker } from "../ask-worker.ts";

export interface WatchInput {
  actor: Actor;
  host: string;
  repository: { owner: string; name: string };
  /** A fine-grained one of theirs. */
  token: string;
}

export interface WatchDeps {
  worker: AskWorkerDeps;
  githubApps: Pick<GitHubAppStore, "get" | "remove">;
  accounts: Pick<AccountStore, "findForgePerson" | "linkForgeAccount">;
  audit: Pick<AuditStore, "add">;
  /** What seals to the workers. */
  openDeliverySealing(): Promise<SealingKeys>;
}

/**
 * Lets Catalyst act as the actor in one repository of theirs, once a worker saw what their token is for; whose token it is becomes their
 * account. Throws `forbidden`, `invalid_input` for another kind of token, `prerequisite_missing` with what the token lacks, `conflict` where an
 * App is installed there or the account is somebody else's, and like `askWorker`.
 */
export async function watchRepository(
  { actor, host, repository, token }: WatchInput,
  { worker, openDeliverySealing, ...deps }: WatchDeps,
): Promise<Watch> {
  const attempt = `Watching ${repository.owner}/${repository.name}`;
  permitBeside({ actor, action: "manage_github_apps", attempt });
  permitBeside({ actor, action: "link_own_accounts", attempt });
  if (!FINE_GRAINED.test(token)) {
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: that is no fine-grained token, which begins with github_pat_ and is for chosen repositories alone. Make one at https://${host}/settings/personal-access-tokens/new, for ${repository.owner}/${repository.name} alone, with Contents, Issues and Pull requests, each Read and write.`,
    );
  }
  const place = { userId: personOf(actor) as string, host, ...repository };
  const sealed = sealWatchToken(place, token, await openDeliverySealing());
  const wish = { kind: "watch_repository", ...place, token: sealed } as const;
  const { appId } = await askWorker({ actor, wish }, "repository_watched", worker);
  const watch = await deps.githubApps.get(appId);
  if (watch === null || !isWatch(watch)) {
    throw new CatalystError("not_found", `${attempt} failed: it was ended meanwhile.`);
  }
  await linkAccount({ actor, watch }, deps);
  return watch;
}

/** Where the account is somebody else's nothing is watched as it: they would pay. */
async function linkAccount(
  { actor, watch }: { actor: Actor; watch: Watch },
  { githubApps, ...deps }: Omit<WatchDeps, "worker" | "openDeliverySealing">,
): Promise<void> {
  const account = { forge: forgeOfHost(watch.host), accountId: String(watch.botUserId), login: watch.slug };
  try {
    await linkForge({ actor, account }, deps);
  } catch (error) {
    await githubApps.remove(watch.id);
    throw error;
  }
}
