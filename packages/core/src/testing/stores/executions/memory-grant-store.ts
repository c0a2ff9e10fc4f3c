import { CatalystError } from "../../../catalyst-error.ts";
import type { Grant, GrantStore, PlannedGrant, PodPlace, StageBegin } from "../../../execution/grant/grant.ts";
import type { Memory, MemoryGrant } from "../memory.ts";

export function memoryGrantStore(memory: Memory): GrantStore {
  const watchers = new Set<() => void>();
  const isLive = ({ tokenHash, endedAt, expiresAt }: MemoryGrant) =>
    tokenHash !== null && endedAt === null && expiresAt !== null && expiresAt > memory.now();
  const isToBegin = ({ tokenHash, endedAt }: MemoryGrant) => tokenHash === null && endedAt === null;
  return {
    async plan({ executionId, epoch }, grants) {
      const execution = memory.executions.get(executionId);
      if (execution?.epoch !== epoch) {
        throw new CatalystError(
          "lease_lost",
          `Writing execution ${executionId} was refused: another worker has taken it over, or it has ended.`,
        );
      }
      const others = memory.grants.filter((grant) => grant.executionId !== executionId || !isToBegin(grant));
      const isNew = (grant: PlannedGrant) => !others.some((other) => isSame(grant, other));
      const planned = grants.filter(isNew).map((grant) => ({
        ...grant,
        ...{ agentType: execution.agentType, tokenHash: null, expiresAt: null, endedAt: null },
        ...{ pod: null, isUsed: false },
      }));
      memory.grants = [...others, ...planned];
      for (const onChange of watchers) {
        onChange();
      }
    },
    begin: async (stage) => beginInMemory(memory, stage, null),
    async use(tokenHash) {
      const found = memory.grants.find((grant) => grant.tokenHash === tokenHash && isLive(grant));
      if (found !== undefined) {
        found.isUsed = true;
      }
      return found !== undefined;
    },
    async findLive(tokenHash) {
      const found = memory.grants.find((grant) => grant.tokenHash === tokenHash && isLive(grant));
      return (found as Grant | undefined) ?? null;
    },
    listExecutions: async () => [
      ...new Set(
        memory.grants
          .filter((grant) => isLive(grant) || isToBegin(grant))
          .map(({ executionId }) => executionId)
          .filter((executionId) => !memory.environmentJobs.has(executionId)),
      ),
    ],
    async watch(onChange) {
      watchers.add(onChange);
      return async () => void watchers.delete(onChange);
    },
  };
}

export function beginInMemory(
  memory: Memory,
  { executionId, stageNumber, tokenHashes }: StageBegin,
  pod: PodPlace | null,
): { taskId: string } | null {
  const ofStage = memory.grants.filter(
    (grant) => grant.executionId === executionId && grant.stageNumber === stageNumber && grant.endedAt === null,
  );
  for (const grant of ofStage) {
    grant.tokenHash = tokenHashes[grant.holder];
    grant.expiresAt = new Date(memory.now().getTime() + grant.seconds * 1000);
    grant.pod = pod;
  }
  const [first] = ofStage;
  if (first === undefined) {
    return null;
  }
  for (const grant of memory.grants) {
    if (grant.executionId === executionId && grant.stageNumber < stageNumber) {
      grant.endedAt ??= memory.now();
    }
  }
  return { taskId: first.taskId };
}

function isSame(one: PlannedGrant, other: PlannedGrant): boolean {
  const isOfStage = one.executionId === other.executionId && one.stageNumber === other.stageNumber;
  return isOfStage && one.holder === other.holder;
}
