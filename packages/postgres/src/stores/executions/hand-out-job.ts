import { decideHandOut, type JobAnswer, type JobWish, StageJob } from "@catalyst/core";
import type { Transaction } from "../../database.ts";
import { and, asc, eq, sql } from "../../drizzle.ts";
import { agentGrants, environmentBindings, environmentJobs } from "../../schema/executions.ts";
import { beginStage } from "./grant-store.ts";

/** Hands a stage's job out and begins its grants. The rows are locked: of two who ask for the same, one gets it. */
export async function handOutJob(tx: Transaction, wish: JobWish): Promise<JobAnswer> {
  const [binding] = await tx
    .select()
    .from(environmentBindings)
    .where(eq(environmentBindings.podUid, wish.podUid))
    .for("update");
  if (binding === undefined) {
    return { kind: "unbound" };
  }
  const { executionId, podIp } = binding;
  if (podIp !== null && podIp !== wish.address) {
    return { kind: "elsewhere" };
  }
  if (binding.trip !== null) {
    return { kind: "over" };
  }
  const rows = await tx
    .select()
    .from(environmentJobs)
    .where(eq(environmentJobs.executionId, executionId))
    .orderBy(asc(environmentJobs.stageNumber))
    .for("update");
  const kept = rows.map(({ job, ...row }) => ({ ...row, job: StageJob.parse(JSON.parse(job)) }));
  const used = await listUsed(tx, executionId);
  const jobs = kept.map((row) => ({ ...row, kind: row.job.stage, isUsed: used.has(row.stageNumber) }));
  const decided = decideHandOut(wish, { jobs, now: await databaseTime(tx) });
  const chosen = decided.kind === "hand_out" ? kept[decided.index] : undefined;
  if (decided.kind !== "hand_out" || chosen === undefined) {
    return { kind: decided.kind === "not_needed" ? "not_needed" : "over" };
  }
  const { stageNumber, job } = chosen;
  const begin = { executionId, stageNumber, tokenHashes: wish.tokenHashes };
  const begun = await beginStage(tx, begin, { uid: wish.podUid, address: podIp });
  if (begun === null) {
    return { kind: "over" };
  }
  await noteHandOut(tx, { executionId, stageNumber }, wish);
  return { kind: "handed_out", job, ...begun };
}

async function noteHandOut(
  tx: Transaction,
  { executionId, stageNumber }: { executionId: string; stageNumber: number },
  { podUid, identityId }: JobWish,
): Promise<void> {
  await tx
    .update(environmentJobs)
    .set({ podUid, identityId, handedOutAt: sql`coalesce(${environmentJobs.handedOutAt}, now())` })
    .where(and(eq(environmentJobs.executionId, executionId), eq(environmentJobs.stageNumber, stageNumber)));
}

/** The stages of which a token was used. */
async function listUsed(tx: Transaction, executionId: string): Promise<Set<number>> {
  const rows = await tx
    .selectDistinct({ stageNumber: agentGrants.stageNumber })
    .from(agentGrants)
    .where(and(eq(agentGrants.executionId, executionId), sql`${agentGrants.usedAt} is not null`));
  return new Set(rows.map(({ stageNumber }) => stageNumber));
}

async function databaseTime(tx: Transaction): Promise<Date> {
  const { rows } = await tx.execute(sql`select now() as now`);
  return new Date(rows[0]?.now as string);
}
