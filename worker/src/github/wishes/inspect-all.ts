import { AGENTS_WITH_MODEL } from "@catalyst/agents";
import { ForgeAway, GitHubConfig } from "@catalyst/core";
import { type GitHubApp, type GitHubFinding, isWatch, type Watch } from "@catalyst/core/forge";
import { inspectApp, inspectRepository, inspectWatch } from "@catalyst/github";
import {
  type Database,
  postgresGitHubAppStore,
  postgresGitHubInstallationStore,
  postgresRepoStore,
  postgresSettingsStore,
} from "@catalyst/postgres";
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

interface InspectWish {
  /** null: the first of those that each App is shown. */
  repository: Named | null;
  isMending: boolean;
}

/** How all Apps stand, and repositories. What is away is said of each. */
export async function inspectAll(
  { repository, isMending }: InspectWish,
  deps: InspectDeps,
): Promise<{ findings: GitHubFinding[]; leftOut: number }> {
  const findings: GitHubFinding[] = [];
  let leftOut = 0;
  for (const stored of await postgresGitHubAppStore(deps.db).list()) {
    if (isWatch(stored)) {
      const isMeant = repository === null || isCalled(stored.watched, repository);
      findings.push(...(isMeant ? await inspectPerson(stored, deps) : []));
      continue;
    }
    const shown = repository === null ? await listShown(stored, deps.db) : [repository];
    leftOut += Math.max(0, shown.length - MAX_REPOSITORIES);
    const repositories = shown.slice(0, MAX_REPOSITORIES);
    findings.push(...(await inspectOne(stored, { repositories, isMending }, deps)));
  }
  return { findings, leftOut };
}

/** A repository in which Catalyst acts as a person, asked with their token. */
async function inspectPerson(stored: Watch, { apps }: InspectDeps): Promise<GitHubFinding[]> {
  const { host, slug: app, watched } = stored;
  const about = { host, app, repository: `${watched.owner}/${watched.name}` };
  const found = await unlessAway(async () => inspectWatch((await apps.open(stored)).asker, { host, ...watched }));
  const findings = "away" in found ? [found.away] : found.findings;
  return findings.map((one) => ({ ...about, ...one }));
}

interface Places {
  repositories: readonly Named[];
  isMending: boolean;
}

async function inspectOne(stored: GitHubApp, places: Places, deps: InspectDeps): Promise<GitHubFinding[]> {
  const about = { host: stored.host, app: stored.slug };
  const found = await unlessAway(async () => inspectInstalled(stored, places, deps));
  return "away" in found ? [{ ...about, repository: null, ...found.away }] : found;
}

async function inspectInstalled(
  stored: GitHubApp,
  { repositories, isMending }: Places,
  { apps, db }: InspectDeps,
): Promise<GitHubFinding[]> {
  const about = { host: stored.host, app: stored.slug };
  const app = await apps.open(stored);
  const ofApp = await inspectApp({ ...stored, hasWebhook: stored.webhookSecret !== null }, app.asker);
  const findings: GitHubFinding[] = ofApp.map((found) => ({ ...about, repository: null, ...found }));
  if (ofApp[0]?.state === "failed") {
    return findings;
  }
  const called = await followUsers(stored, { db, app }).catch(() => stored);
  const findLabels = (repositoryId: number) => listLabels({ host: stored.host, id: repositoryId }, db);
  for (const named of repositories) {
    const found = await inspectRepository({ app, stored: called, findLabels, isMending }, named);
    const repository = `${named.owner}/${named.name}`;
    findings.push(...found.map((one) => ({ ...about, repository, ...one })));
  }
  return findings;
}

type Away = Pick<GitHubFinding, "check" | "state" | "detail" | "page" | "clicks">;

/** A GitHub that is away says nothing of what is looked at. */
async function unlessAway<Found>(look: () => Promise<Found>): Promise<Found | { away: Away }> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ForgeAway)) {
      throw error;
    }
    return { away: { check: "key", state: "failed", detail: error.message, page: null, clicks: null } };
  }
}

/** The label that asks for work in a repository, for whichever agent and for each of those that everybody has. */
async function listLabels(repository: { host: string; id: number }, db: Database): Promise<string[]> {
  const [repo] = await postgresRepoStore(db).listOfForge(repository);
  const own = repo === undefined ? null : await postgresSettingsStore(db).get(repo.projectId);
  const { label } = own?.github ?? GitHubConfig.parse({});
  return [label, ...AGENTS_WITH_MODEL.map(({ id }) => `${label}:${id}`)];
}

function isCalled({ owner, name }: Named, other: Named): boolean {
  return `${owner}/${name}`.toLowerCase() === `${other.owner}/${other.name}`.toLowerCase();
}

async function listShown({ id: appId }: GitHubApp, db: Database): Promise<Named[]> {
  const store = postgresGitHubInstallationStore(db);
  const installations = await store.list(appId);
  return (await Promise.all(installations.map((one) => store.listShown(one)))).flat();
}
