import type { AdvanceExecutionDeps } from "@catalyst/core";

type Steps = Omit<AdvanceExecutionDeps, "signal">;

/**
 * A part of the time until an environment is there: the repository's mirror is brought up to date, its quarantine made, the
 * agent installed where it isn't, and the environment started, with all that proves it isolated.
 */
export type ProvisionPhase = "mirror" | "quarantine" | "install" | "environment";

/** The same steps, each phase of which is told with its seconds once it is done. One that fails isn't. */
export function measurePhases(steps: Steps, note: (phase: ProvisionPhase, seconds: number) => void): Steps {
  const { repositories, agents, environments, executions } = steps;
  const startedAt = new Map<string, number>();
  const timed = async <Result>(phase: ProvisionPhase, work: () => Promise<Result>): Promise<Result> => {
    const begunAt = performance.now();
    const result = await work();
    note(phase, secondsSince(begunAt));
    return result;
  };
  return {
    ...steps,
    repositories: {
      ...repositories,
      refreshMirror: (repo) => timed("mirror", () => repositories.refreshMirror(repo)),
      ensureQuarantine: (wish) => timed("quarantine", () => repositories.ensureQuarantine(wish)),
    },
    agents: {
      ...agents,
      ensureInstalled: (...wish) => timed("install", () => agents.ensureInstalled(...wish)),
    },
    environments: {
      ...environments,
      // It may be asked for several times until it is there.
      ensure(request) {
        startedAt.set(request.executionId, startedAt.get(request.executionId) ?? performance.now());
        return environments.ensure(request);
      },
      destroy(executionId) {
        startedAt.delete(executionId);
        return environments.destroy(executionId);
      },
    },
    executions: {
      ...executions,
      async move(lease, to, patch) {
        await executions.move(lease, to, patch);
        const begunAt = to === "running" ? startedAt.get(lease.executionId) : undefined;
        if (begunAt !== undefined && startedAt.delete(lease.executionId)) {
          note("environment", secondsSince(begunAt));
        }
      },
    },
  };
}

function secondsSince(begunAt: number): number {
  return (performance.now() - begunAt) / 1000;
}
