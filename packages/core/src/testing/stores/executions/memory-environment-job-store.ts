import { CatalystError } from "../../../catalyst-error.ts";
import type { StageJob } from "../../../environment/stages/job.ts";
import { nameStages } from "../../../environment/stages/name-stages.ts";
import { decideHandOut } from "../../../execution/pods/decide-hand-out.ts";
import type { EnvironmentJobStore, JobAnswer, JobWish } from "../../../execution/pods/environment-job-store.ts";
import { isWorkOver } from "../../../execution/pods/is-work-over.ts";
import type { Memory, MemoryEnvironmentJob } from "../memory.ts";
import { beginInMemory } from "./memory-grant-store.ts";

export function memoryEnvironmentJobStore(memory: Memory): EnvironmentJobStore {
  const watchers = new Set<(podUid: string | null) => void>();
  const jobsOf = (executionId: string) => memory.environmentJobs.get(executionId) ?? [];
  const tell = (podUid: string | null) => {
    for (const onChange of watchers) {
      onChange(podUid);
    }
  };
  const trip = async (executionId: string, reason: string) => {
    for (const binding of memory.podBindings.values()) {
      if (binding.executionId === executionId) {
        binding.trip ??= reason;
        tell(binding.podUid);
      }
    }
    for (const grant of memory.grants) {
      if (grant.executionId === executionId) {
        grant.endedAt ??= memory.now();
      }
    }
  };
  return {
    keep: async (executionId, jobs) => keep(memory, executionId, jobs),
    async bind(binding) {
      const known = memory.podBindings.get(binding.podUid);
      if (known !== undefined && known.executionId !== binding.executionId) {
        throw new CatalystError("conflict", `The pod ${binding.podUid} is another execution's environment.`);
      }
      memory.podBindings.set(binding.podUid, known ?? { ...binding, trip: null });
      tell(binding.podUid);
    },
    handOut: async (wish) => handOut(memory, wish),
    findSetupKey: async (executionId, stageNumber) =>
      jobsOf(executionId).find(({ job }) => job.stageNumber === stageNumber)?.job.hooks.setupKey ?? null,
    async noteEnd({ executionId, stageNumber, exitCode }) {
      const kept = jobsOf(executionId).find(({ job }) => job.stageNumber === stageNumber);
      if (kept !== undefined) {
        kept.exitCode ??= exitCode;
      }
    },
    listEnds: async (executionId) =>
      jobsOf(executionId).map(({ job, name, handedOutAt, exitCode }) => ({
        ...{ stageNumber: job.stageNumber, name, exitCode },
        isBegun: handedOutAt !== null,
      })),
    async tripByAddress(address, reason) {
      const executionId = findAtWork(memory, address);
      await (executionId === null ? undefined : trip(executionId, reason));
      return executionId;
    },
    trip,
    findTrip: async (executionId) =>
      [...memory.podBindings.values()].find((one) => one.executionId === executionId && one.trip !== null)?.trip ??
      null,
    listTrips: async () =>
      [...memory.podBindings.values()].flatMap(({ podUid, executionId, trip: reason }) =>
        reason === null ? [] : [{ podUid, executionId, reason }],
      ),
    forget: async (executionId) => forget(memory, executionId),
    async watch(onChange) {
      watchers.add(onChange);
      return async () => void watchers.delete(onChange);
    },
  };
}

function findAtWork(memory: Memory, address: string): string | null {
  const isAtWork = ({ executionId }: { executionId: string }) => {
    const kept = memory.environmentJobs.get(executionId) ?? [];
    return !isWorkOver(kept.map(({ job, exitCode }) => ({ kind: job.stage, exitCode })));
  };
  const there = [...memory.podBindings.values()].filter((binding) => binding.address === address);
  return there.findLast(isAtWork)?.executionId ?? null;
}

function forget(memory: Memory, executionId: string): void {
  memory.environmentJobs.delete(executionId);
  for (const [podUid, binding] of memory.podBindings) {
    if (binding.executionId === executionId) {
      memory.podBindings.delete(podUid);
    }
  }
}

function keep(memory: Memory, executionId: string, jobs: readonly StageJob[]): void {
  const known = memory.environmentJobs.get(executionId) ?? [];
  const names = nameStages(jobs.map(({ stage }) => stage));
  const kept = jobs.map(
    (job, index): MemoryEnvironmentJob =>
      known.find((other) => other.job.stageNumber === job.stageNumber) ?? {
        ...{ job, name: names[index] ?? job.stage },
        ...{ handedOutAt: null, podUid: null, identityId: null, exitCode: null },
      },
  );
  memory.environmentJobs.set(executionId, kept);
}

function handOut(memory: Memory, wish: JobWish): JobAnswer {
  const binding = memory.podBindings.get(wish.podUid);
  if (binding === undefined) {
    return { kind: "unbound" };
  }
  if (binding.address !== null && binding.address !== wish.address) {
    return { kind: "elsewhere" };
  }
  const { executionId, address } = binding;
  const kept = memory.environmentJobs.get(executionId) ?? [];
  const isUsed = ({ stageNumber }: { stageNumber: number }) =>
    memory.grants.some((one) => one.executionId === executionId && one.stageNumber === stageNumber && one.isUsed);
  const jobs = kept.map(({ job, ...rest }) => ({ ...rest, kind: job.stage, isUsed: isUsed(job) }));
  const decided =
    binding.trip === null ? decideHandOut(wish, { jobs, now: memory.now() }) : ({ kind: "over" } as const);
  const chosen = decided.kind === "hand_out" ? kept[decided.index] : undefined;
  if (decided.kind !== "hand_out" || chosen === undefined) {
    return { kind: decided.kind === "not_needed" ? "not_needed" : "over" };
  }
  const { stageNumber } = chosen.job;
  const begin = { executionId, stageNumber, tokenHashes: wish.tokenHashes };
  const begun = beginInMemory(memory, begin, { uid: wish.podUid, address });
  if (begun === null) {
    return { kind: "over" };
  }
  Object.assign(chosen, { podUid: wish.podUid, identityId: wish.identityId });
  chosen.handedOutAt ??= memory.now();
  return { kind: "handed_out", job: chosen.job, ...begun };
}
