import type { GitHubApp } from "../app/github-app.ts";
import type { GitHubAppStore } from "../app/github-app-store.ts";
import type { GitHubInstallation } from "../app/installation.ts";
import type { GitHubInstallationStore } from "../app/installation-store.ts";
import type { FoundInstallation, InstallationReader } from "./installation-reader.ts";
import type { RegistryEvent } from "./registry-event.ts";

export interface KeepInstallationsDeps {
  reader: InstallationReader;
  installations: GitHubInstallationStore;
  githubApps: Pick<GitHubAppStore, "change">;
  /** Does what follows of repositories of the host that aren't shown any more, by their numbers. */
  onLost(of: { host: string; repositoryIds: readonly number[] }): Promise<void>;
}

type KeptApp = Pick<GitHubApp, "id" | "host" | "botUserId">;

/** What an installation shows costs a token, of which an App may ask for some hundred a minute. */
export interface Sparing {
  /** What was looked at since then isn't looked at again. */
  before: Date;
  /** So many are looked at: those that nobody knew, those that were suspended or let go on, and then those not looked at for the longest. */
  most: number;
}

/** Notes who let the App in and what they show it, as its GitHub says it now; `sparing` null: of all of them. Throws as `InstallationReader`. */
export async function keepInstallations(
  app: KeptApp,
  deps: KeepInstallationsDeps,
  sparing: Sparing | null = null,
): Promise<void> {
  const { installations: found, isWhole } = await deps.reader.list();
  const known = await deps.installations.list(app.id);
  const looked = sparing === null ? found : await choose(found, { known, sparing, appId: app.id, deps });
  for (const installation of found) {
    await deps.installations.put({ appId: app.id, ...installation });
  }
  let kept = app;
  for (const installation of looked) {
    kept = await keepShown(kept, installation, deps);
  }
  const numbers = new Set(found.map(({ installationId }) => installationId));
  const gone = known.filter(({ installationId }) => !numbers.has(installationId));
  for (const { installationId } of isWhole ? gone : []) {
    await keepInstallation({ app: kept, installationId }, deps);
  }
}

interface Choosing {
  appId: string;
  known: readonly GitHubInstallation[];
  sparing: Sparing;
  deps: Pick<KeepInstallationsDeps, "installations">;
}

async function choose(found: readonly FoundInstallation[], choosing: Choosing): Promise<FoundInstallation[]> {
  const { appId, known, sparing, deps } = choosing;
  const stale = await deps.installations.listStale({ appId, before: sparing.before });
  const before = new Map(known.map((one) => [one.installationId, one]));
  const ranks = new Map(stale.map((number, at) => [number, at]));
  const rankOf = ({ installationId, suspendedAt }: FoundInstallation) => {
    const one = before.get(installationId);
    const isOther = one === undefined || (one.suspendedAt === null) !== (suspendedAt === null);
    return isOther ? -1 : (ranks.get(installationId) ?? Number.POSITIVE_INFINITY);
  };
  return found
    .filter((one) => rankOf(one) < Number.POSITIVE_INFINITY)
    .toSorted((one, other) => rankOf(one) - rankOf(other))
    .slice(0, sparing.most);
}

/** The same of what an event names. */
export function keepRegistryEvent(app: KeptApp, event: RegistryEvent, deps: KeepInstallationsDeps): Promise<void> {
  return event.kind === "installation"
    ? keepInstallation({ app, ...event }, deps)
    : keepRepository({ app, ...event }, deps);
}

/** The same of one installation. */
async function keepInstallation(
  { app, installationId }: { app: KeptApp; installationId: number },
  deps: KeepInstallationsDeps,
): Promise<void> {
  const found = await deps.reader.find(installationId);
  if (found !== null) {
    await keepFound(app, found, deps);
    return;
  }
  const of = { appId: app.id, installationId };
  const repositoryIds = numbersOf(await deps.installations.listShown(of));
  await deps.installations.remove(of);
  await deps.onLost({ host: app.host, repositoryIds });
}

/** The same of one repository. */
async function keepRepository(
  { app, installationId, repositoryId }: { app: KeptApp; installationId: number; repositoryId: number },
  deps: KeepInstallationsDeps,
): Promise<void> {
  const of = { appId: app.id, installationId };
  if ((await deps.installations.find(of)) === null) {
    return keepInstallation({ app, installationId }, deps);
  }
  const shown = await deps.reader.findShown({ installationId, repositoryId });
  if (shown !== null) {
    await deps.installations.show(of, { repositories: [shown], isWhole: false });
    return;
  }
  // Where it went, another of the App's installations may show it: that is heard of by itself.
  const isItsOwn = (await deps.installations.listShown(of)).some((one) => one.repositoryId === repositoryId);
  if (isItsOwn) {
    await deps.installations.hide({ appId: app.id, repositoryId });
  }
  await deps.onLost({ host: app.host, repositoryIds: [repositoryId] });
}

async function keepFound(app: KeptApp, found: FoundInstallation, deps: KeepInstallationsDeps): Promise<void> {
  await deps.installations.put({ appId: app.id, ...found });
  await keepShown(app, found, deps);
}

/** Returns the App as it is known by then. */
async function keepShown(app: KeptApp, found: FoundInstallation, deps: KeepInstallationsDeps): Promise<KeptApp> {
  const { installationId } = found;
  const shown = found.suspendedAt === null ? await deps.reader.listShown(installationId) : null;
  const whole = shown ?? { repositories: [], isWhole: true };
  const lost = await deps.installations.show({ appId: app.id, installationId }, whole);
  if (lost.length > 0) {
    await deps.onLost({ host: app.host, repositoryIds: lost });
  }
  const botUserId = app.botUserId === null && shown !== null ? await deps.reader.findBotId(installationId) : null;
  if (botUserId === null) {
    return app;
  }
  await deps.githubApps.change(app.id, { botUserId });
  return { ...app, botUserId };
}

function numbersOf(repositories: readonly { repositoryId: number }[]): number[] {
  return repositories.map(({ repositoryId }) => repositoryId);
}
