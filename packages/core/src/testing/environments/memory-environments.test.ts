import { describe } from "vitest";
import type { EnvironmentExitReason, EnvironmentRequest, StageStatus } from "../../environment/environment.ts";
import { findNextStage } from "../../environment/stages/find-next-stage.ts";
import type { Behaviour } from "./behaviour.ts";
import { environmentProviderContract, type ProviderPlace } from "./environment-provider.contract.ts";
import { type MemoryEnvironments, memoryEnvironments } from "./memory-environments.ts";

describe("environments in memory", () =>
  environmentProviderContract(async () => openPlace(memoryEnvironments()), { canEvict: true }));

const FACTS = ["Nothing of it is real."];
const KILLED_FOR: Partial<Record<Behaviour["kind"], EnvironmentExitReason>> = {
  fill_memory: "out_of_memory",
  fill_disk: "disk_full",
  kill_itself: "signal",
};

/** Memory outlives no process: its workers die in name only. */
function openPlace(environments: MemoryEnvironments): ProviderPlace {
  const timers = new Set<NodeJS.Timeout>();
  environments.onEnsure = { kind: "running", facts: FACTS };
  const end = (executionId: string, played: Played) =>
    environments.set(executionId, { kind: "exited", output: "", ...played, facts: FACTS });
  const provider: ProviderPlace["provider"] = {
    ...environments,
    async ensure(input) {
      const isThere = (await environments.list()).includes(input.executionId);
      const status = await environments.ensure(input);
      if (!isThere) {
        const [request] = environments.requests.slice(-1) as [EnvironmentRequest];
        const played = play(request);
        const milliseconds = played.reason === "timeout" ? request.timeoutSeconds * 1000 : 0;
        timers.add(setTimeout(() => end(request.executionId, played), milliseconds));
      }
      return status;
    },
  };
  const force = async (executionId: string, reason: EnvironmentExitReason) =>
    end(executionId, { exitCode: null, reason, stages: [] });
  return {
    provider,
    another: () => provider,
    promptOf: (behaviour) => JSON.stringify(behaviour),
    ensureAndDie: async (request) => void (await provider.ensure(request)),
    killKeeper: (executionId) => force(executionId, "lost"),
    // As a provider tells of what it doesn't know.
    makeUnknown: async (executionId) =>
      environments.set(executionId, { kind: "starting", detail: "something else", since: new Date() }),
    evict: (executionId) => force(executionId, "evicted"),
    async close() {
      for (const timer of timers) {
        clearTimeout(timer);
      }
    },
  };
}

interface Played {
  exitCode: number | null;
  reason: EnvironmentExitReason;
  stages: StageStatus[];
  output?: string;
}

function play({ stages }: EnvironmentRequest): Played {
  const ends: StageStatus[] = stages.map(({ job }) => ({ kind: job.stage, end: null }));
  let last: Omit<Played, "stages"> = { exitCode: null, reason: "lost" };
  for (let next = findNextStage(ends); next !== null; next = findNextStage(ends)) {
    const behaviour = JSON.parse(stages[next]?.job.prompt ?? "") as Behaviour;
    last =
      behaviour.kind === "exit"
        ? { exitCode: behaviour.exitCode, reason: "exited", output: behaviour.output ?? "" }
        : { exitCode: null, reason: KILLED_FOR[behaviour.kind] ?? "timeout" };
    ends[next] = { kind: stages[next]?.job.stage ?? "agent", end: last };
  }
  return { ...last, stages: ends };
}
