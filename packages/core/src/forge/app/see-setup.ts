import type { Actor } from "../../account/actor.ts";
import { permitBeside } from "../../account/rights/permit.ts";
import type { GitHubApp } from "./github-app.ts";
import type { GitHubAppStore } from "./github-app-store.ts";
import type { GitHubInstallationStore } from "./installation-store.ts";

/** An App, as far as it concerns everybody who works here. */
export interface SetUpApp {
  app: Pick<GitHubApp, "host" | "slug">;
  /** It tells of what happens. */
  hasWebhook: boolean;
  /** People can link their accounts by it. */
  canLink: boolean;
  /** How many accounts let it in that didn't suspend it, as it was noted last. */
  installations: number;
  /** The accounts, by what they are called, that people pick as assignee or reviewer for it: GitHub lets no App be picked. */
  pickedAs: string[];
}

/** How far the setting up is, for those who may not do it. Throws `forbidden`. */
export async function seeSetup(
  { actor }: { actor: Actor },
  {
    githubApps,
    installations,
  }: { githubApps: Pick<GitHubAppStore, "list">; installations: Pick<GitHubInstallationStore, "list"> },
): Promise<SetUpApp[]> {
  permitBeside({ actor, action: "see_github_setup", attempt: "Looking at how GitHub is set up" });
  const apps = (await githubApps.list()).filter(({ watched }) => watched === null);
  return Promise.all(
    apps.map(async (app) => ({
      app,
      ...{ hasWebhook: app.webhookSecret !== null, canLink: app.clientId !== null },
      installations: (await installations.list(app.id)).filter(({ suspendedAt }) => suspendedAt === null).length,
      pickedAs: app.machineUsers.map(({ login }) => login),
    })),
  );
}
