import { GitHubConfig } from "../../agent/github-config.ts";
import type { GitHubApp } from "../../forge/app/github-app.ts";
import type { SettingsStore } from "../../settings/owner/settings-store.ts";
import { type ForgeIdentity, policyOf, type TriggerPolicy } from "../decide/trigger-policy.ts";

export interface FindPolicyDeps {
  settings: Pick<SettingsStore, "get">;
}

/** Who we are where the App is, and what the project lets happen there: by its owner's word of this moment. */
export async function findPolicy(
  { app, projectId }: { app: Pick<GitHubApp, "botUserId" | "slug" | "machineUsers">; projectId: string },
  { settings }: FindPolicyDeps,
): Promise<{ identity: ForgeIdentity; policy: TriggerPolicy }> {
  const github = (await settings.get(projectId))?.github ?? GitHubConfig.parse({});
  const { botUserId, slug, machineUsers } = app;
  const identity = {
    botId: botUserId === null ? null : String(botUserId),
    assigneeIds: machineUsers.map(({ id }) => String(id)),
    teamIds: github.teams,
    mentionNames: [slug, ...machineUsers.map(({ login }) => login)],
  };
  return { identity, policy: policyOf(github) };
}
