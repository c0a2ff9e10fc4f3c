import { readFile } from "node:fs/promises";
import type { ForgeRepository, Repo } from "@catalyst/core";
import {
  type GitHubAppStore,
  type GitHubInstallationStore,
  isWatch,
  type GitHubApp as StoredApp,
  type Watch,
} from "@catalyst/core/forge";
import {
  apiAddressOf,
  type Connections,
  findInstallation,
  type GitHubApp,
  type KeptTokens,
  openApp,
  openConnections,
  openKeptTokens,
  openPerson,
  type PersonOptions,
  type Place,
  type RepositoryName,
  readRepositoryName,
  type Site,
  withToken,
} from "@catalyst/github";
import {
  type Database,
  postgresGitHubAppStore,
  postgresGitHubInstallationStore,
  postgresRepoStore,
} from "@catalyst/postgres";
import type { WorkerConfig } from "../config.ts";
import type { WorkerKeys } from "../keys/open-worker-keys.ts";
import type { NoteAnswer } from "../metrics/register-github-limits.ts";
import { rememberPlaces } from "./remember-places.ts";

/** An App that is installed at a repository. */
export interface InstalledApp {
  app: GitHubApp;
  place: Place & { repository: { id: number } };
}

/** One that may serve the project of a repository, or not yet. */
interface SoughtApp extends InstalledApp {
  /** Somebody who may write there has had it do so: the repository is known by its number. */
  isOpened: boolean;
  open(): Promise<void>;
}

/** The Apps by which Catalyst acts at GitHubs. */
export interface GitHubApps {
  /**
   * The one that is installed at a repository which was opened to its project, as it was found some minutes ago at most, or (`isAnew`) is found now;
   * null: none is. Throws `GitHubFault`, and `invalid_configuration` for its key.
   */
  find(repo: Repo, isAnew?: boolean): Promise<InstalledApp | null>;
  /** The one that is installed at a repository, whoever may be served there. Throws as `find`. */
  seek(repo: Repo): Promise<SoughtApp | null>;
  /** One that is stored. Throws `invalid_configuration` for its key. */
  open(stored: StoredApp): Promise<GitHubApp>;
  /** A GitHub of which no App is known. Throws `invalid_configuration` where its authority can't be read. */
  siteOf(host: string): Promise<Site>;
  /** Those of installations, kept for what follows. */
  tokens: Pick<KeptTokens, "use">;
  close(): Promise<void>;
}

interface Deps {
  db: Database;
  keys: Pick<WorkerKeys, "openAppKey">;
  noteAnswer: NoteAnswer;
}

export async function openGitHubApps(
  config: Pick<WorkerConfig, "privateHosts" | "authorityFile">,
  { db, keys, noteAnswer }: Deps,
): Promise<GitHubApps> {
  const store = postgresGitHubAppStore(db);
  const places = rememberPlaces<InstalledApp>({ now: Date.now });
  const [repos, installations] = [postgresRepoStore(db), postgresGitHubInstallationStore(db)];
  const connections = new Map<string, Promise<Connections>>();
  const [opened, tokens] = [new Map<string, Promise<GitHubApp>>(), openKeptTokens()];
  const stopWatching = await watchChanges(db, () => {
    places.forgetAll();
    void forgetRemoved(opened, { store, tokens }).catch(() => undefined);
  });
  const siteOf = async (host: string): Promise<Site> => ({
    api: apiAddressOf(host),
    connections: await remember(connections, host, () => connect(host, config, noteAnswer)),
    now: () => new Date(),
  });
  const openAnew = async (stored: StoredApp) => {
    const { host, appId: id, botUserId: botId, slug } = stored;
    const key = await keys.openAppKey(stored);
    const site = await siteOf(host);
    return isWatch(stored)
      ? openPerson({ ...site, ...personOf(stored), token: key })
      : openApp({ ...site, id, privateKey: key, botId, slug });
  };
  // One whose key was replaced is another.
  const open = (stored: StoredApp) => remember(opened, keyOf(stored), () => openAnew(stored));
  const look = async (repo: Repo, known: ForgeRepository | null): Promise<InstalledApp | null> => {
    const named = repo.vcs === "local" ? null : readRepositoryName(repo.url);
    const apps = named === null ? [] : (await store.list()).filter(({ host }) => host === named.host);
    // Where an App was installed since somebody has it watched, it does the work: it may do more.
    for (const stored of apps.toSorted((one, other) => Number(isWatch(one)) - Number(isWatch(other)))) {
      const app = await open(stored);
      const place = named === null ? null : await findPlace(app, { stored, known, named, installations });
      if (place !== null) {
        return { app, place };
      }
    }
    return null;
  };
  const findKnown = async (repo: Repo) => knownAt(repo, await repos.findForge(repo.id));
  const seek = async (repo: Repo): Promise<SoughtApp | null> => {
    const known = await findKnown(repo);
    const found = await look(repo, known);
    const open = async () => {
      if (known === null && found !== null) {
        const { host } = new URL(repo.url);
        await repos.linkForge(repo.id, { host, id: found.place.repository.id });
      }
    };
    return found === null ? null : { ...found, isOpened: known !== null, open };
  };
  return {
    ...{ open, siteOf, seek, tokens },
    find(repo, isAnew = false) {
      const lookThere = async () => {
        const known = await findKnown(repo);
        return known === null ? null : look(repo, known);
      };
      return places.find(repo.id, lookThere, isAnew);
    },
    async close() {
      await Promise.all([stopWatching(), tokens.close()]);
      await Promise.all([...connections.values()].map(async (each) => (await each).close()));
    },
  };
}

function keyOf({ id, privateKey }: StoredApp): string {
  return `${id} ${privateKey.encryptedKey}`;
}

/** Keys and tokens that aren't stored any more aren't held, either, and what was got with them is given back. */
async function forgetRemoved(
  opened: Map<string, unknown>,
  { store, tokens }: { store: Pick<GitHubAppStore, "list">; tokens: KeptTokens },
): Promise<void> {
  const keys = new Set((await store.list()).map(keyOf));
  const removed = [...opened.keys()].filter((key) => !keys.has(key));
  for (const key of removed) {
    opened.delete(key);
  }
  await (removed.length > 0 ? tokens.close() : undefined);
}

function personOf({ watched, botUserId, slug }: Watch): Pick<PersonOptions, "repository" | "account"> {
  const { repositoryId, owner, name } = watched;
  return { repository: { id: repositoryId, owner, name }, account: { id: botUserId ?? 0, login: slug } };
}

/** Calls the handler soon after Apps, installations or what they show were changed. Returns how to stop. */
async function watchChanges(db: Database, onChanged: () => void): Promise<() => Promise<void>> {
  const stops = [
    await postgresGitHubAppStore(db).watch(onChanged),
    await postgresGitHubInstallationStore(db).watch(onChanged),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

async function connect(
  host: string,
  { privateHosts, authorityFile }: Pick<WorkerConfig, "privateHosts" | "authorityFile">,
  noteAnswer: NoteAnswer,
): Promise<Connections> {
  const isPrivateAllowed = privateHosts.includes(new URL(`https://${host}`).hostname);
  const authority = isPrivateAllowed && authorityFile !== null ? await readFile(authorityFile, "utf8") : null;
  const connections = openConnections({ isPrivateAllowed, authority });
  return {
    ...connections,
    async fetch(url, asked) {
      const answer = await connections.fetch(url, asked);
      noteAnswer(answer.headers);
      return answer;
    },
  };
}

/** What a repository is known by at the host of its address. */
function knownAt({ vcs, url }: Repo, noted: ForgeRepository | null): ForgeRepository | null {
  return vcs !== "local" && noted?.host === readRepositoryName(url)?.host ? noted : null;
}

interface Sought {
  stored: StoredApp;
  installations: Pick<GitHubInstallationStore, "listShowing">;
  named: RepositoryName;
  known: ForgeRepository | null;
}

/** By the repository's number, which is noted when it is opened: its name may become another's. */
async function findPlace(
  app: GitHubApp,
  { stored, named, known, installations }: Sought,
): Promise<InstalledApp["place"] | null> {
  const showing = known === null ? [] : await installations.listShowing({ host: known.host, repositoryId: known.id });
  const shown = showing.find(({ appId, suspendedAt }) => appId === stored.id && suspendedAt === null);
  const installationId = shown?.installationId ?? (await findInstallation(app, named));
  if (installationId === null) {
    return null;
  }
  if (known !== null) {
    return { installationId, repository: { id: known.id } };
  }
  const scope = { installationId, repository: { name: named.name }, permissions: { metadata: "read" } } as const;
  const id = await withToken(app, scope, async ({ repository }) => repository.id);
  return { installationId, repository: { id } };
}

/** What failed to be made is made again by who asks next. */
function remember<Made>(made: Map<string, Promise<Made>>, key: string, make: () => Promise<Made>): Promise<Made> {
  const making = made.get(key) ?? make();
  made.set(key, making);
  making.catch(() => made.delete(key));
  return making;
}
