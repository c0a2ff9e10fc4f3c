import {
  type AgentCatalog,
  type Retention,
  type SweepDeps,
  sweep,
  type WorkerAnswer,
  type WorkerWish,
} from "@catalyst/core";

export interface GrantDeps {
  agents: Pick<AgentCatalog, "find" | "ensureInstalled">;
  retention: Retention;
  sweepDeps: SweepDeps;
  /** Drops what setups made, of one repository or of all; how many. */
  dropSetups: (repoId: string | null) => Promise<number>;
  signal: AbortSignal;
}

/** Does what a worker is asked for. Throws a CatalystError for what can't be done. */
export async function grantWish(wish: WorkerWish, deps: GrantDeps): Promise<WorkerAnswer> {
  switch (wish.kind) {
    case "install_agent": {
      const agent = await deps.agents.find(wish.agentId, null);
      const watch = { onProgress: () => undefined, signal: deps.signal };
      return { kind: "installed", version: await deps.agents.ensureInstalled(agent, watch) };
    }
    case "sweep": {
      const { kinds } = wish;
      const ended = Object.fromEntries((kinds ?? []).map((kind) => [kind, 0]));
      const retention = { ...deps.retention, ...ended };
      return { kind: "swept", removed: await sweep({ retention, kinds: kinds ?? undefined }, deps.sweepDeps) };
    }
    case "drop_setups":
      return { kind: "dropped", count: await deps.dropSetups(wish.repoId) };
  }
}
