import type { Actor } from "../../account/actor.ts";
import type { AgentCatalog } from "../../agent/agent-catalog.ts";
import { type AgentFile, projectAgentPath } from "../../agent/agent-file.ts";
import type { AgentId } from "../../agent/agent-id.ts";
import { CatalystError } from "../../catalyst-error.ts";
import { EnvironmentLimits } from "../../environment/limits/environment-limits.ts";
import type { RepositoryPort } from "../../result/repository-port.ts";
import type { RepositorySnapshot } from "../../result/repository-snapshot.ts";
import type { EffectiveSettings } from "../../settings/effective-settings.ts";
import { loadSettings, MAX_SETTINGS_BYTES, SETTINGS_FILES } from "../../settings/file/load-settings.ts";
import type { SettingsFormats } from "../../settings/file/parsed-document.ts";
import { noteAbsentFolders } from "../../settings/note-absent-folders.ts";
import type { SettingsStore } from "../../settings/owner/settings-store.ts";
import { chooseSettingsBase, describeSettingsBase } from "../../settings/trust/choose-settings-base.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import { type PermitAskerDeps, permitAsker } from "../serving/permit-asker.ts";
import { learnDefaultBranch } from "./learn-default-branch.ts";

export interface CheckSettingsDeps extends PermitAskerDeps {
  repos: Pick<RepoStore, "get" | "setDefaultBranch">;
  settings: Pick<SettingsStore, "get">;
  repositories: Pick<RepositoryPort, "look">;
  agents: Pick<AgentCatalog, "find">;
  settingsFormats: SettingsFormats;
  limits: EnvironmentLimits;
  /** Those of the files that lie in a folder, whether they are committed or not. */
  readCheckout(folder: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface CheckedAt {
  settings: EffectiveSettings;
  note: string | null;
  isCheckout: boolean;
}

/** Where files of a repository are read. */
interface Place {
  /** For errors: `at main`. */
  where: string;
  note: string | null;
  limits: EnvironmentLimits;
  noteFolders(settings: EffectiveSettings): Promise<EffectiveSettings>;
  read(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/**
 * The settings that count for work from a base, or as the files lie in the checkout, and that their agents are there. Throws
 * as `permitAsker`, `not_found` without the repository or the base, and `invalid_configuration` and `invalid_input` for what is wrong with them.
 */
export async function checkSettingsAt(
  { repoId, base, askedBy }: { repoId: string; base: string | null; askedBy: Actor },
  deps: CheckSettingsDeps,
): Promise<CheckedAt> {
  const repo = await deps.repos.get(repoId);
  if (repo === null) {
    throw new CatalystError("not_found", `Checking the settings failed: there is no repository ${repoId}.`);
  }
  if (base === null && repo.vcs === "local") {
    const { url } = repo;
    const read = (paths: readonly string[]) => deps.readCheckout(url, paths);
    // What is checked out is what is committed.
    const noteFolders = (settings: EffectiveSettings) =>
      deps.repositories.look(repo, async (snapshot) => {
        const { commit } = await snapshot.findBase(null, null);
        return noteAbsentFolders(settings, { commit, snapshot });
      });
    const place = { where: `in ${url}`, note: null, limits: EnvironmentLimits.parse({}), noteFolders, read };
    return { ...(await check(place, repo, deps)), isCheckout: true };
  }
  await permitAsker({ askedBy, repo }, deps);
  return deps.repositories.look(repo, async (snapshot) => {
    const place = await placeOf(snapshot, { repo, base }, deps);
    return { ...(await check(place, repo, deps)), isCheckout: false };
  });
}

async function placeOf(
  snapshot: RepositorySnapshot,
  { repo, base: asked }: { repo: Repo; base: string | null },
  deps: CheckSettingsDeps,
): Promise<Place> {
  const { defaultBranch } = await learnDefaultBranch(repo, snapshot, deps);
  const { name, commit } = await snapshot.findBase(asked, null);
  const trustedBranches = (await deps.settings.get(repo.projectId))?.trustedBranches ?? [];
  const base = { name, commit, trustedCommit: null, defaultBranch, trustedBranches };
  const chosen = await chooseSettingsBase(base, snapshot);
  const { limits } = deps;
  const note = describeSettingsBase(base, chosen);
  const noteFolders = (settings: EffectiveSettings) => noteAbsentFolders(settings, { commit, snapshot });
  if (chosen.kind === "none") {
    return { where: "nowhere", note, limits, noteFolders, read: async () => new Map() };
  }
  return {
    noteFolders,
    where: `at ${chosen.kind === "base" ? name : chosen.branch}`,
    note,
    limits,
    read: (paths) =>
      snapshot.readFiles({
        commit: chosen.commit,
        paths: [...paths],
        maxBytes: MAX_SETTINGS_BYTES,
        mustBeReadable: true,
      }),
  };
}

async function check(place: Place, repo: Repo, deps: CheckSettingsDeps): Promise<Omit<CheckedAt, "isCheckout">> {
  const { where, note, limits } = place;
  const files = await place.read(SETTINGS_FILES);
  const config = await deps.settings.get(repo.projectId);
  const settings = loadSettings({ files, where, config, vcs: repo.vcs, limits }, deps.settingsFormats);
  const { enabledAgents, defaultAgent } = settings;
  for (const id of [defaultAgent, ...(enabledAgents ?? [])]) {
    await deps.agents.find(id, await findAgentFile(id, place));
  }
  if (enabledAgents !== null && !enabledAgents.includes(defaultAgent)) {
    throw new CatalystError(
      "invalid_configuration",
      `The settings contradict each other: the default agent ${defaultAgent} is not among the enabled ones (${enabledAgents.join(", ") || "none"}). Change defaultAgent or enabledAgents.`,
    );
  }
  return { settings: settings.sparsePaths.length === 0 ? settings : await place.noteFolders(settings), note };
}

async function findAgentFile(id: AgentId, { where, read }: Place): Promise<AgentFile | null> {
  const path = projectAgentPath(id);
  const text = (await read([path])).get(path);
  return text === undefined ? null : { id, text, path, where, owner: "project" };
}
