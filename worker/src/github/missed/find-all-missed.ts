import { CatalystError } from "@catalyst/core";
import type { GitHubApp, ShownRepository } from "@catalyst/core/forge";
import { type FoundMissed, findMissed } from "@catalyst/core/trigger";
import { type Finding, withMissedReader } from "@catalyst/github";
import {
  type Database,
  postgresGitHubAppStore,
  postgresGitHubInstallationStore,
  postgresRepoStore,
  postgresSettingsStore,
  postgresTriggerStore,
} from "@catalyst/postgres";
import type { GitHubApps } from "../open-github-apps.ts";
import { explainSite } from "../wishes/explain-site.ts";

/** Each costs some requests, and somebody waits. */
const MAX_REPOSITORIES = 10;

export interface NamedRepository {
  owner: string;
  name: string;
}

export interface FindMissedDeps {
  db: Database;
  apps: Pick<GitHubApps, "open">;
}

interface Place extends ShownRepository {
  stored: GitHubApp;
  installationId: number;
}

/**
 * What was never told of one repository, or (null) of the first that Apps are shown. `isWhole` false: not all was looked at. Throws `not_found`
 * where no App is shown the repository, and like `explainSite`.
 */
export async function findAllMissed(
  repository: NamedRepository | null,
  deps: FindMissedDeps,
): Promise<{ missed: FoundMissed<Finding>[]; isWhole: boolean }> {
  const places = await listPlaces(deps.db);
  const wanted = repository === null ? places : places.filter((place) => isCalled(place, repository));
  if (repository !== null && wanted.length === 0) {
    const { owner, name } = repository;
    throw new CatalystError(
      "not_found",
      `Looking for what was missed failed: no App of ours is installed at ${owner}/${name}, and it isn't watched.`,
    );
  }
  const found: Awaited<ReturnType<typeof findAt>>[] = [];
  for (const place of wanted.slice(0, MAX_REPOSITORIES)) {
    found.push(await findAt(place, deps));
  }
  return {
    missed: found.flatMap(({ missed }) => missed),
    isWhole: wanted.length <= MAX_REPOSITORIES && found.every(({ isWhole }) => isWhole),
  };
}

function findAt({ stored, installationId, repositoryId }: Place, { db, apps }: FindMissedDeps) {
  const deps = {
    triggers: postgresTriggerStore(db),
    repos: postgresRepoStore(db),
    settings: postgresSettingsStore(db),
  };
  return explainSite({ what: "Looking for what was missed", host: stored.host }, async () =>
    withMissedReader(await apps.open(stored), { installationId, repositoryId }, (reader) =>
      findMissed(stored, { ...deps, reader }),
    ),
  );
}

/** Those that take something. */
async function listPlaces(db: Database): Promise<Place[]> {
  const installations = postgresGitHubInstallationStore(db);
  const places: Place[] = [];
  for (const stored of await postgresGitHubAppStore(db).list()) {
    for (const { installationId, suspendedAt } of await installations.list(stored.id)) {
      const shown = suspendedAt === null ? await installations.listShown({ appId: stored.id, installationId }) : [];
      places.push(...shown.filter(({ isArchived }) => !isArchived).map((one) => ({ ...one, stored, installationId })));
    }
  }
  return places;
}

function isCalled(place: NamedRepository, { owner, name }: NamedRepository): boolean {
  return place.owner.toLowerCase() === owner.toLowerCase() && place.name.toLowerCase() === name.toLowerCase();
}
