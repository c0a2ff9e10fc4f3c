import { isCurrentVersion } from "@catalyst/agents";
import type { AdvanceExecutionDeps, SweepDeps } from "@catalyst/core";
import { mirrorStore } from "@catalyst/git";
import { type Database, postgresRetentionStore } from "@catalyst/postgres";
import { agentStore, setupStore } from "@catalyst/sandbox";
import { listUserAgents, readUserAgent, settingsFormats } from "@catalyst/settings-files";
import type { Logger } from "pino";

export interface SweepPlace {
  home: string;
  db: Database;
  steps: Pick<AdvanceExecutionDeps, "executions" | "environments" | "repositories" | "repos">;
  log: Logger;
  signal: AbortSignal;
}

/** What a sweep of this home works with. */
export function openSweep({ home, db, steps, log, signal }: SweepPlace): SweepDeps {
  const { executions, environments, repositories, repos } = steps;
  return {
    ...{ executions, environments, repositories, repos, signal },
    retained: postgresRetentionStore(db),
    mirrors: mirrorStore(home),
    setups: setupStore(home),
    agents: agentStore(home),
    isCurrentAgent: (installed) =>
      isCurrentVersion(installed, {
        formats: settingsFormats,
        readFile: (id) => readUserAgent(home, id),
        listIds: () => listUserAgents(home),
      }),
    now: () => new Date(),
    onFailure: (kind, error) => log.warn({ kind, error }, "sweeping failed"),
  };
}
