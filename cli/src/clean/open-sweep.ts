import { isCurrentVersion } from "@catalyst/agents";
import type { SweepDeps } from "@catalyst/core";
import { gitRepositories, mirrorStore } from "@catalyst/git";
import { postgresRetentionStore } from "@catalyst/postgres";
import { agentStore, setupStore } from "@catalyst/sandbox";
import { listUserAgents, readUserAgent, settingsFormats } from "@catalyst/settings-files";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import type { Stores } from "../open-stores.ts";

/** What a sweep of the user's home works with. Environments are left to the worker, which knows how to end them. */
export function openSweep({ home, privateHosts }: CliConfig, stores: Stores, context: CliContext): SweepDeps {
  const { output, interrupted } = context;
  return {
    retained: postgresRetentionStore(stores.database),
    executions: stores.executions,
    environments: { list: async () => [], destroy: async () => undefined },
    repositories: gitRepositories({ home, privateHosts }),
    repos: stores.repos,
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
    signal: interrupted,
    onFailure: (kind, error) =>
      output.say(`Removing ${kind} failed: ${error instanceof Error ? error.message : String(error)}`),
  };
}
