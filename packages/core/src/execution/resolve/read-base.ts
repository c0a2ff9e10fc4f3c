import { type AgentFile, PROJECT_AGENTS_FOLDER, projectAgentPath } from "../../agent/agent-file.ts";
import type { AgentId } from "../../agent/agent-id.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { EffectiveSettings } from "../../settings/effective-settings.ts";
import { loadSettings, MAX_SETTINGS_BYTES, SETTINGS_FILES } from "../../settings/file/load-settings.ts";
import { noteAbsentFolders } from "../../settings/note-absent-folders.ts";
import type { Base } from "./decide/decide-base.ts";
import type { Deciding } from "./decide/deciding.ts";

const SUFFIX = ".yaml";

/** What the repository's files say of an execution. */
export interface ReadBase extends Base {
  settings: EffectiveSettings;
  /** The repository's own definition of an agent; null: it has none. Throws `invalid_configuration` for one that can't be read. */
  findAgentFile(id: AgentId): Promise<AgentFile | null>;
  /** What any agent reads in the repository as instructions or settings. */
  instructionPaths: string[];
}

/** Reads settings and agents where they count. Throws `invalid_configuration`. */
export async function readBase(deciding: Deciding, base: Base): Promise<ReadBase> {
  const { repo, deps } = deciding;
  const { settingsCommit, config } = base;
  const where = `at ${base.settingsName}${settingsCommit === null ? "" : ` (${settingsCommit.slice(0, 8)})`}`;
  const files = settingsCommit === null ? new Map<string, string>() : await readSettled(deciding, settingsCommit);
  const loaded = loadSettings({ files, where, config, vcs: repo.vcs, limits: deps.limits }, deps.settingsFormats);
  const settings = await noteAbsentFolders(loaded, { commit: base.commit, snapshot: deciding.snapshot });
  return {
    ...base,
    settings,
    findAgentFile: async (id) => {
      const path = projectAgentPath(id);
      const text =
        files.get(path) ?? (settingsCommit === null ? undefined : await readAgent(deciding, settingsCommit, path));
      return text === undefined ? null : { id, text, path, where, owner: "project" };
    },
    instructionPaths: await listInstructionPaths(deciding, base, files),
  };
}

/** The settings' files and, where they are readable, the agents'. */
async function readSettled({ snapshot }: Deciding, commit: string): Promise<Map<string, string>> {
  const paths = await listAgentPaths(snapshot, commit);
  const [settings, agents] = await Promise.all([
    snapshot.readFiles({ commit, paths: [...SETTINGS_FILES], maxBytes: MAX_SETTINGS_BYTES, mustBeReadable: true }),
    snapshot.readFiles({ commit, paths, maxBytes: MAX_SETTINGS_BYTES }),
  ]);
  return new Map([...settings, ...agents]);
}

/** One that is there and wasn't taken with the others can't be read. */
async function readAgent({ snapshot }: Deciding, commit: string, path: string): Promise<string | undefined> {
  const input = { commit, paths: [path], maxBytes: MAX_SETTINGS_BYTES, mustBeReadable: true };
  return (await snapshot.readFiles(input)).get(path);
}

/**
 * Of the agents that are defined at the base: whoever works on the repository next obeys them. A base that isn't in the
 * repository any more has what it had when the work began.
 */
async function listInstructionPaths(
  deciding: Deciding,
  { commit, settingsCommit }: Base,
  files: ReadonlyMap<string, string>,
): Promise<string[]> {
  const { deps, continued } = deciding;
  const agents = commit === settingsCommit ? files : await readAgentsAt(deciding, commit);
  const paths = await deps.agents.listInstructionPaths(
    [...agents]
      .filter(([path]) => path.startsWith(`${PROJECT_AGENTS_FOLDER}/`))
      .map(([path, text]) => ({
        id: path.slice(PROJECT_AGENTS_FOLDER.length + 1, -SUFFIX.length),
        text,
        path,
        where: `at ${commit.slice(0, 8)}`,
        owner: "project",
      })),
  );
  return [...new Set([...paths, ...(continued?.resolution?.instructionPaths ?? [])])];
}

async function readAgentsAt({ snapshot }: Deciding, commit: string): Promise<Map<string, string>> {
  const paths = await listAgentPaths(snapshot, commit);
  try {
    return await snapshot.readFiles({ commit, paths, maxBytes: MAX_SETTINGS_BYTES });
  } catch (error) {
    if (error instanceof CatalystError && error.code === "not_found") {
      return new Map();
    }
    throw error;
  }
}

async function listAgentPaths({ listFiles }: Deciding["snapshot"], commit: string): Promise<string[]> {
  const names = await listFiles({ commit, folder: PROJECT_AGENTS_FOLDER });
  return names.filter((name) => name.endsWith(SUFFIX)).map((name) => `${PROJECT_AGENTS_FOLDER}/${name}`);
}
