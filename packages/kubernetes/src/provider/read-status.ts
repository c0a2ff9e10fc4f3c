import type { StageEnd } from "@catalyst/core";
import {
  EnvironmentExitReason,
  EnvironmentRefusalCode,
  type EnvironmentStatus,
  StageKind,
  type StageStatus,
} from "@catalyst/core/apart/cluster";
import type { Condition, ConditionType, EnvironmentStatusFields } from "../resource/environment-status.ts";
import type { KnownEnvironment } from "./known-environment.ts";

/** What another version's operator ended it for is nothing that this one knows to judge. */
const KnownReason = EnvironmentExitReason.catch("lost");
const KnownCode = EnvironmentRefusalCode.catch("admission");
const REFUSALS: readonly string[] = ["Refused", "StartTimeout"];

/** Whether how it ended is told. */
export function isFinished({ status }: KnownEnvironment): boolean {
  return conditionOf(status, "Finished")?.status === "True";
}

/** What the gateway knows of an environment that is finished, or isn't isolated any more. */
export interface Beside {
  ends: readonly StageEnd[];
  trip: string | null;
}

export const NOTHING_BESIDE: Beside = { ends: [], trip: null };

/** How an Environment is, in the port's words. */
export function readStatus(environment: KnownEnvironment, beside: Beside, now: Date): EnvironmentStatus {
  const { status } = environment;
  const finished = conditionOf(status, "Finished");
  if (status !== null && finished?.status === "True") {
    const { facts = [], exit } = status;
    return REFUSALS.includes(finished.reason)
      ? { kind: "refused", code: KnownCode.parse(exit?.reason), reason: finished.message, facts }
      : readExit(environment, status, beside);
  }
  // Its operator may not have heard of it yet, or be away: nothing counts any more that comes from there.
  if (status !== null && beside.trip !== null) {
    return readExit(environment, status, beside);
  }
  const isReady = conditionOf(status, "Ready")?.status === "True";
  return isReady ? { kind: "running", facts: status?.facts ?? [] } : readStart(environment, now);
}

function conditionOf(status: EnvironmentStatusFields | null, type: ConditionType): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** What each start goes through, and soon: it isn't waited for as something that takes long is. */
const ORDINARY: readonly string[] = ["Scheduling", "Pulling", "Probing", "Starting", "NamespaceMissing"];
const WAITED: readonly ConditionType[] = ["Accepted", "NamespaceReady", "Scheduled", "ImagesReady", "Isolated"];

/** So soon an operator that runs has looked at one that was made. */
const UNHEEDED_MILLISECONDS = 30_000;

function readStart({ metadata, status }: KnownEnvironment, now: Date): EnvironmentStatus {
  const created = new Date(metadata.creationTimestamp ?? 0);
  if (status === null) {
    return { kind: "starting", detail: "an operator of another version", since: created };
  }
  if (status.observedGeneration === undefined) {
    const since = new Date(created.getTime() + UNHEEDED_MILLISECONDS);
    return now < since
      ? { kind: "starting", detail: null, since: created }
      : { kind: "starting", detail: "the cluster's operator, which doesn't answer", since };
  }
  const waited = WAITED.map((type) => conditionOf(status, type)).find(
    (one) => one !== undefined && one.status !== "True",
  );
  if (waited === undefined || ORDINARY.includes(waited.reason)) {
    return { kind: "starting", detail: null, since: created };
  }
  return { kind: "starting", detail: waited.message, since: new Date(waited.lastTransitionTime) };
}

function readExit(
  { stages }: KnownEnvironment,
  { exit, facts = [], stages: told = [] }: EnvironmentStatusFields,
  { ends, trip }: Beside,
): EnvironmentStatus {
  const reason = trip === null ? KnownReason.parse(exit?.reason) : "isolation_lost";
  const ran = stages.map((kind, index) => ({
    ...{ kind: StageKind.parse(kind), exitCode: exitCodeOf(told[index], ends) },
    isAtWork: told[index]?.startedAt !== undefined && told[index]?.exitCode === undefined,
  }));
  const lastIndex = ran.findLastIndex(({ exitCode, isAtWork }) => exitCode !== null || isAtWork);
  return {
    kind: "exited",
    exitCode: reason === "exited" ? (ran[lastIndex]?.exitCode ?? exit?.code ?? null) : null,
    reason,
    stages: ran.map(({ kind, exitCode }, index): StageStatus => {
      if (index === lastIndex && reason !== "exited") {
        return { kind, end: { exitCode: null, reason } };
      }
      return { kind, end: exitCode === null ? null : { exitCode, reason: "exited" } };
    }),
    output: trip ?? exit?.output ?? "",
    facts,
  };
}

type ToldStage = NonNullable<EnvironmentStatusFields["stages"]>[number];

/** A stage that isn't needed, and one that refuses, end as if all were well: else the kubelet would start nothing after them. */
function exitCodeOf(told: ToldStage | undefined, ends: readonly StageEnd[]): number | null {
  if (told?.exitCode === undefined) {
    return null;
  }
  const known = ends.find(({ name }) => name === told.name);
  if (told.exitCode !== 0 || known === undefined) {
    return told.exitCode;
  }
  return known.isBegun ? (known.exitCode ?? told.exitCode) : null;
}
