import { CatalystError } from "@catalyst/core";
import { type AskedLink, type BegunLink, type GitHubApp, type KeepAppsDeps, sealLink } from "@catalyst/core/forge";
import { askDeviceFlow, beginDeviceFlow, type DeviceRefusal, findClientId, type WebSite } from "@catalyst/github";
import type { WorkerKeys } from "../../keys/open-worker-keys.ts";
import type { GitHubApps } from "../open-github-apps.ts";
import { explainSite } from "./explain-site.ts";

const WHAT = "Linking your account";

interface BeginDeps extends Pick<KeepAppsDeps, "openDeliverySealing"> {
  githubApps: Pick<KeepAppsDeps["githubApps"], "list">;
  apps: Pick<GitHubApps, "open" | "siteOf">;
}

/**
 * Begins to ask a person at a GitHub who they are there, by the App of it that was added first. Throws `not_found` where there is none,
 * `prerequisite_missing` where it doesn't allow that, and like `explainSite`.
 */
export async function beginLink(
  { host, userId }: { host: string; userId: string },
  deps: BeginDeps,
): Promise<BegunLink> {
  const stored = (await deps.githubApps.list()).find((app) => app.host === host && app.watched === null);
  if (stored === undefined) {
    const way = { kind: "add_github_app" } as const;
    throw new CatalystError("not_found", `${WHAT} failed: no App of ${host} is added here.`, { way });
  }
  return explainSite({ what: WHAT, host, notFound: `${host} doesn't know the App` }, async () => {
    const clientId = stored.clientId ?? (await findClientId(await deps.apps.open(stored)));
    const site = await openWeb(host, deps.apps);
    const begun = await beginDeviceFlow(site, clientId);
    if (begun.kind === "refused") {
      throw refuse(begun.why, { host, slug: stored.slug });
    }
    const { deviceCode, userCode, intervalSeconds, lifetimeSeconds } = begun;
    const pending = sealLink(userId, { host, clientId, deviceCode }, await deps.openDeliverySealing());
    return { userCode, page: `${site.web}/login/device`, intervalSeconds, lifetimeSeconds, pending };
  });
}

interface AskDeps {
  apps: Pick<GitHubApps, "siteOf">;
  keys: Pick<WorkerKeys, "openLink">;
}

/** Asks what came of it. Throws `invalid_input` for what this person didn't begin, `conflict` for what ended without their word, and like `explainSite`. */
export async function askLink(
  { pending, userId }: { pending: string; userId: string },
  { apps, keys }: AskDeps,
): Promise<AskedLink> {
  const { host, ...code } = await keys.openLink(userId, pending);
  return explainSite({ what: WHAT, host }, async () => {
    const answer = await askDeviceFlow(await openWeb(host, apps), code);
    if (answer.kind === "refused") {
      throw refuse(answer.why, { host, slug: null });
    }
    return answer.kind === "waiting" ? answer : { ...answer, host };
  });
}

async function openWeb(host: string, apps: Pick<GitHubApps, "siteOf">): Promise<WebSite> {
  return { ...(await apps.siteOf(host)), web: `https://${host}` };
}

function refuse(why: DeviceRefusal, { host, slug }: Pick<GitHubApp, "host"> & { slug: string | null }): CatalystError {
  switch (why) {
    case "disabled": {
      const app = slug === null ? "the App" : `the App ${slug}`;
      const clicks = `https://${host}/settings/apps (of an organization: its settings, "Developer settings")`;
      return new CatalystError(
        "prerequisite_missing",
        `${WHAT} failed: ${app} doesn't let people be asked. Whoever it belongs to ticks "Enable Device Flow" on its page: ${clicks}.`,
      );
    }
    case "denied":
      return new CatalystError(
        "conflict",
        `${WHAT} failed: it was refused at ${host}. Begin anew if that wasn't meant.`,
      );
    case "expired":
      return new CatalystError("conflict", `${WHAT} failed: nobody agreed at ${host} in time. Begin anew.`);
  }
}
