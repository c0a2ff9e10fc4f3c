import { GitHubConfig } from "../../agent/github-config.ts";
import type { GitHubApp } from "../../forge/app/github-app.ts";
import type { SettingsStore } from "../../settings/owner/settings-store.ts";
import { type ForgeIdentity, policyOf, type TriggerPolicy } from "../decide/trigger-policy.ts";

export interface FindPolicyDeps {
  settings: Pick<SettingsStore, "get">;
}

type AppIdentity = Pick<GitHubApp, "botUserId" | "slug" | "machineUsers" | "watched">;

interface FoundPolicy {
  identity: ForgeIdentity;
  policy: TriggerPolicy;
}

/** Who we are where the App is, and what the project lets happen there: by its owner's word of this moment. */
export async function findPolicy(
  { app, projectId }: { app: AppIdentity; projectId: string },
  { settings }: FindPolicyDeps,
): Promise<FoundPolicy> {
  return policyFrom(app, (await settings.get(projectId))?.github ?? GitHubConfig.parse({}));
}

/** The same of a repository that nobody has worked on yet, and so is no project's. */
export function policyWithoutProject(app: AppIdentity): FoundPolicy {
  return policyFrom(app, GitHubConfig.parse({}));
}

function policyFrom(app: AppIdentity, github: GitHubConfig): FoundPolicy {
  return app.watched === null ? policyOfApp(app, github) : policyOfPerson(app, github);
}

/** As a person nothing is done unasked, and there is nobody to pick, to ask for a review or to mention: they are themselves. */
function policyOfPerson({ botUserId }: AppIdentity, github: GitHubConfig): FoundPolicy {
  const nobody = { botId: null, assigneeIds: [], teamIds: [], mentionNames: [] };
  return {
    identity: { ...nobody, personId: String(botUserId) },
    policy: { ...policyOf(github), autofix: 0, reviewAuto: "off" },
  };
}

function policyOfApp({ botUserId, slug, machineUsers }: AppIdentity, github: GitHubConfig): FoundPolicy {
  const identity = {
    botId: botUserId === null ? null : String(botUserId),
    assigneeIds: machineUsers.map(({ id }) => String(id)),
    teamIds: github.teams,
    mentionNames: [slug, ...machineUsers.map(({ login }) => login)],
  };
  return { identity, policy: policyOf(github) };
}
