import { type AgentFile, projectAgentPath } from "../../agent/agent-file.ts";
import type { EffectiveSettings } from "../../settings/effective-settings.ts";
import { loadSettings, MAX_SETTINGS_BYTES, SETTINGS_FILES } from "../../settings/load-settings.ts";
import type { Step } from "../step.ts";

/** What the project says of an execution: its settings, and its own definition of the agent, if it has one. */
export interface ExecutionSettings {
  settings: EffectiveSettings;
  agentFile: AgentFile | null;
}

/**
 * What an execution runs with, from the commit that the whole result is compared with: what an agent changed about it has
 * no say, also in a further execution. Throws `invalid_configuration`.
 */
export async function settingsOfExecution(
  { execution, task, repo, deps }: Step,
  baseCommit: string,
): Promise<ExecutionSettings> {
  const id = execution.agentType;
  const path = projectAgentPath(id);
  const files = await deps.repositories.readFiles({
    repo,
    commit: baseCommit,
    paths: [...SETTINGS_FILES, path],
    maxBytes: MAX_SETTINGS_BYTES,
    mustBeReadable: true,
  });
  const config = await deps.repos.getConfig(repo.projectId);
  const where = `at ${task.baseBranch} (${baseCommit.slice(0, 8)})`;
  const text = files.get(path);
  return {
    settings: loadSettings({ files, where, config, vcs: repo.vcs, limits: deps.limits }, deps.settingsFormats),
    agentFile: text === undefined ? null : { id, text, path, where, owner: "project" },
  };
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
