import { ForgeAway } from "@catalyst/core";
import type { GitHubApp, GitHubFinding } from "@catalyst/core/forge";
import { inspectApp, inspectRepository } from "@catalyst/github";
import { type Database, postgresGitHubAppStore, postgresGitHubInstallationStore } from "@catalyst/postgres";
import type { GitHubApps } from "../open-github-apps.ts";
import { followUsers } from "../users/follow-users.ts";

/** Each costs some requests, and somebody waits. */
const MAX_REPOSITORIES = 10;

interface Named {
  owner: string;
  name: string;
}

interface InspectDeps {
  db: Database;
  apps: Pick<GitHubApps, "open">;
}

/** How all Apps stand, and one repository (null: the first of those that each is shown). What is away is said of each. */
export async function inspectAll(
  repository: Named | null,
  deps: InspectDeps,
): Promise<{ findings: GitHubFinding[]; leftOut: number }> {
  const findings: GitHubFinding[] = [];
  let leftOut = 0;
  for (const stored of await postgresGitHubAppStore(deps.db).list()) {
    const shown = repository === null ? await listShown(stored, deps.db) : [repository];
    leftOut += Math.max(0, shown.length - MAX_REPOSITORIES);
    findings.push(...(await inspectOne(stored, shown.slice(0, MAX_REPOSITORIES), deps)));
  }
  return { findings, leftOut };
}

async function inspectOne(
  stored: GitHubApp,
  repositories: readonly Named[],
  { apps, db }: InspectDeps,
): Promise<GitHubFinding[]> {
  const about = { host: stored.host, app: stored.slug };
  try {
    const app = await apps.open(stored);
    const ofApp = await inspectApp({ ...stored, hasWebhook: stored.webhookSecret !== null }, app.asker);
    const findings: GitHubFinding[] = ofApp.map((found) => ({ ...about, repository: null, ...found }));
    if (ofApp[0]?.state === "failed") {
      return findings;
    }
    const called = await followUsers(stored, { db, app }).catch(() => stored);
    for (const named of repositories) {
      const found = await inspectRepository({ app, stored: called }, named);
      const repository = `${named.owner}/${named.name}`;
      findings.push(...found.map((one) => ({ ...about, repository, ...one })));
    }
    return findings;
  } catch (error) {
    if (!(error instanceof ForgeAway)) {
      throw error;
    }
    const away = { check: "key", state: "failed", detail: error.message, page: null, clicks: null } as const;
    return [{ ...about, repository: null, ...away }];
  }
}

async function listShown({ id: appId }: GitHubApp, db: Database): Promise<Named[]> {
  const store = postgresGitHubInstallationStore(db);
  const installations = await store.list(appId);
  return (await Promise.all(installations.map((one) => store.listShown(one)))).flat();
}
