import { type AgentFile, projectAgentPath } from "../../agent/agent-file.ts";
import type { EffectiveSettings } from "../../settings/effective-settings.ts";
import { loadSettings, MAX_SETTINGS_BYTES, SETTINGS_FILES } from "../../settings/load-settings.ts";
import type { Step } from "../step.ts";
import type { Start } from "./find-start.ts";

/** What the project says of an execution: its settings, and its own definition of the agent, if it has one. */
export interface ExecutionSettings {
  settings: EffectiveSettings;
  agentFile: AgentFile | null;
}

/**
 * What an execution runs with, from the commit whose settings count: what a branch that nobody trusts or an agent changed
 * about it has no say, also in a further execution. Throws `invalid_configuration`.
 */
export async function settingsOfExecution(
  step: Step,
  start: Pick<Start, "baseCommit" | "settingsCommit">,
): Promise<ExecutionSettings> {
  const { execution, repo, deps } = step;
  const id = execution.agentType;
  const path = projectAgentPath(id);
  const files = await readSettingsFiles(step, start, [...SETTINGS_FILES, path]);
  const config = await deps.repos.getConfig(repo.projectId);
  const where = describePlace(step, start);
  const text = files.get(path);
  return {
    settings: loadSettings({ files, where, config, vcs: repo.vcs, limits: deps.limits }, deps.settingsFormats),
    agentFile: text === undefined ? null : { id, text, path, where, owner: "project" },
  };
}

async function readSettingsFiles(
  { execution, repo, deps }: Step,
  { settingsCommit: commit }: Pick<Start, "settingsCommit">,
  paths: string[],
): Promise<Map<string, string>> {
  if (commit === null) {
    return new Map();
  }
  return deps.repositories.readFiles({
    repo,
    executionId: execution.id,
    commit,
    paths,
    maxBytes: MAX_SETTINGS_BYTES,
    mustBeReadable: true,
  });
}

function describePlace(
  { task, repo }: Step,
  { baseCommit, settingsCommit }: Pick<Start, "baseCommit" | "settingsCommit">,
): string {
  const name = settingsCommit === baseCommit ? task.baseBranch : repo.defaultBranch;
  return `at ${name} (${settingsCommit?.slice(0, 8)})`;
}

/** Tells in the transcript what was asked for and is not granted, or not understood. */
export async function noteSettings({ lease, deps }: Step, { notes, allowedHosts }: EffectiveSettings): Promise<void> {
  const hosts = allowedHosts.length === 0 ? [] : [`Hosts that can be reached: ${allowedHosts.join(", ")}.`];
  for (const text of [...hosts, ...notes]) {
    await deps.events.record({
      executionId: lease.executionId,
      source: "worker",
      body: { type: "log", stream: "system", text },
    });
  }
}
