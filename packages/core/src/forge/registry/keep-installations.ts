import type { GitHubApp } from "../app/github-app.ts";
import type { GitHubAppStore } from "../app/github-app-store.ts";
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

/** Notes who let the App in and what they show it, as its GitHub says it now. Throws as `InstallationReader`. */
export async function keepInstallations(app: KeptApp, deps: KeepInstallationsDeps): Promise<void> {
  const { installations: found, isWhole } = await deps.reader.list();
  for (const installation of found) {
    await keepFound(app, installation, deps);
  }
  const numbers = new Set(found.map(({ installationId }) => installationId));
  const gone = (await deps.installations.list(app.id)).filter(({ installationId }) => !numbers.has(installationId));
  for (const { installationId } of isWhole ? gone : []) {
    await keepInstallation({ app, installationId }, deps);
  }
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
  const { installationId } = found;
  const of = { appId: app.id, installationId };
  await deps.installations.put({ appId: app.id, ...found });
  const shown = found.suspendedAt === null ? await deps.reader.listShown(installationId) : null;
  const lost = await deps.installations.show(of, shown ?? { repositories: [], isWhole: true });
  if (lost.length > 0) {
    await deps.onLost({ host: app.host, repositoryIds: lost });
  }
  const botUserId = app.botUserId === null && shown !== null ? await deps.reader.findBotId(installationId) : null;
  if (botUserId !== null) {
    await deps.githubApps.change(app.id, { botUserId });
  }
}

function numbersOf(repositories: readonly { repositoryId: number }[]): number[] {
  return repositories.map(({ repositoryId }) => repositoryId);
}
