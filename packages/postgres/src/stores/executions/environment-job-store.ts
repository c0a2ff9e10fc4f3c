import {
  CatalystError,
  type EnvironmentJobStore,
  isWorkOver,
  type JobAnswer,
  type JobWish,
  nameStages,
  type PodBinding,
  StageJob,
} from "@catalyst/core";
import type { Database, Transaction } from "../../database.ts";
import { and, asc, desc, eq, isNotNull, isNull, notInArray, sql } from "../../drizzle.ts";
import { agentGrants, environmentBindings, environmentJobs } from "../../schema/executions.ts";
import { hideValues } from "../hide-values.ts";
import { handOutJob } from "./hand-out-job.ts";

const CHANNEL = "catalyst_environment_bindings";

/** Jobs of pods in PostgreSQL: what they are to do, and no token. */
export function postgresEnvironmentJobStore({ drizzle, listener }: Database): EnvironmentJobStore {
  return hideValues<EnvironmentJobStore>({
    keep: (executionId, jobs) => drizzle.transaction((tx) => keep(tx, executionId, jobs)),
    bind: (binding) => drizzle.transaction((tx) => bind(tx, binding)),
    handOut: (wish: JobWish): Promise<JobAnswer> => drizzle.transaction((tx) => handOutJob(tx, wish)),
    async findSetupKey(executionId, stageNumber) {
      const isIt = and(eq(environmentJobs.executionId, executionId), eq(environmentJobs.stageNumber, stageNumber));
      const [found] = await drizzle.select({ job: environmentJobs.job }).from(environmentJobs).where(isIt);
      return found === undefined ? null : StageJob.parse(JSON.parse(found.job)).hooks.setupKey;
    },
    async noteEnd({ executionId, stageNumber, exitCode }) {
      const isIt = and(eq(environmentJobs.executionId, executionId), eq(environmentJobs.stageNumber, stageNumber));
      await drizzle
        .update(environmentJobs)
        .set({ exitCode })
        .where(and(isIt, isNull(environmentJobs.exitCode)));
    },
    async listEnds(executionId) {
      const { stageNumber, name, exitCode } = environmentJobs;
      return drizzle
        .select({ stageNumber, name, exitCode, isBegun: sql<boolean>`${environmentJobs.handedOutAt} is not null` })
        .from(environmentJobs)
        .where(eq(environmentJobs.executionId, executionId))
        .orderBy(asc(stageNumber));
    },
    ...trips(drizzle),
    forget: (executionId) =>
      drizzle.transaction(async (tx) => {
        await tx.delete(environmentJobs).where(eq(environmentJobs.executionId, executionId));
        await tx.delete(environmentBindings).where(eq(environmentBindings.executionId, executionId));
      }),
    async watch(onChange) {
      const stop = await listener.listen(CHANNEL, onChange);
      return async () => stop();
    },
  });
}

type Trips = Pick<EnvironmentJobStore, "tripByAddress" | "trip" | "findTrip" | "listTrips">;

function trips(drizzle: Database["drizzle"]): Trips {
  return {
    tripByAddress: (address, reason) =>
      drizzle.transaction(async (tx) => {
        const executionId = await findAtWork(tx, address);
        await (executionId === null ? undefined : trip(tx, executionId, reason));
        return executionId;
      }),
    trip: (executionId, reason) => drizzle.transaction((tx) => trip(tx, executionId, reason)),
    async findTrip(executionId) {
      const [found] = await drizzle
        .select({ trip: environmentBindings.trip })
        .from(environmentBindings)
        .where(and(eq(environmentBindings.executionId, executionId), isNotNull(environmentBindings.trip)))
        .limit(1);
      return found?.trip ?? null;
    },
    async listTrips() {
      const { podUid, executionId, trip: reason } = environmentBindings;
      const rows = await drizzle
        .select({ podUid, executionId, reason })
        .from(environmentBindings)
        .where(isNotNull(reason));
      return rows.map((row) => ({ ...row, reason: row.reason ?? "" }));
    },
  };
}

async function keep(tx: Transaction, executionId: string, jobs: readonly StageJob[]): Promise<void> {
  const numbers = jobs.map(({ stageNumber }) => stageNumber);
  const names = nameStages(jobs.map(({ stage }) => stage));
  await tx
    .delete(environmentJobs)
    .where(and(eq(environmentJobs.executionId, executionId), notInArray(environmentJobs.stageNumber, numbers)));
  const rows = jobs.map((job, index) => ({
    ...{ executionId, stageNumber: job.stageNumber },
    ...{ name: names[index] ?? job.stage, job: JSON.stringify(job) },
  }));
  await tx.insert(environmentJobs).values(rows).onConflictDoNothing();
}

async function bind(tx: Transaction, { address, ...binding }: PodBinding): Promise<void> {
  await tx
    .insert(environmentBindings)
    .values({ ...binding, podIp: address })
    .onConflictDoNothing();
  const [found] = await tx
    .select({ executionId: environmentBindings.executionId })
    .from(environmentBindings)
    .where(eq(environmentBindings.podUid, binding.podUid));
  if (found?.executionId !== binding.executionId) {
    throw new CatalystError("conflict", `The pod ${binding.podUid} is another execution's environment.`);
  }
  await tell(tx, binding.podUid);
}

/** Whose pod has this address now: the last one that was bound, unless its work is over. */
async function findAtWork(tx: Transaction, address: string): Promise<string | null> {
  const there = await tx
    .select({ executionId: environmentBindings.executionId })
    .from(environmentBindings)
    .where(eq(environmentBindings.podIp, address))
    .orderBy(desc(environmentBindings.createdAt));
  for (const { executionId } of there) {
    const rows = await tx
      .select({ job: environmentJobs.job, exitCode: environmentJobs.exitCode })
      .from(environmentJobs)
      .where(eq(environmentJobs.executionId, executionId))
      .orderBy(asc(environmentJobs.stageNumber));
    const jobs = rows.map(({ job, exitCode }) => ({ kind: StageJob.parse(JSON.parse(job)).stage, exitCode }));
    if (!isWorkOver(jobs)) {
      return executionId;
    }
  }
  return null;
}

async function trip(tx: Transaction, executionId: string, reason: string): Promise<void> {
  const tripped = await tx
    .update(environmentBindings)
    .set({ trip: reason })
    .where(and(eq(environmentBindings.executionId, executionId), isNull(environmentBindings.trip)))
    .returning({ podUid: environmentBindings.podUid });
  await tx
    .update(agentGrants)
    .set({ endedAt: sql`now()` })
    .where(and(eq(agentGrants.executionId, executionId), isNull(agentGrants.endedAt)));
  for (const { podUid } of tripped) {
    await tell(tx, podUid);
  }
}

async function tell(tx: Transaction, podUid: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${CHANNEL}, ${podUid})`);
}
