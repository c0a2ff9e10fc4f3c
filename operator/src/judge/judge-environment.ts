import { ANNOTATIONS, type EnvironmentStatusFields, FINALIZER } from "@catalyst/kubernetes";
import { ageMilliseconds, queuedMilliseconds } from "./ages.ts";
import { judgeAbsence } from "./end/judge-absence.ts";
import { judgeDeletion } from "./end/judge-deletion.ts";
import { judgeFinished } from "./end/judge-finished.ts";
import { judgeRun } from "./end/judge-run.ts";
import type { Action, Judgement } from "./judgement.ts";
import { judgeAcceptance } from "./start/judge-acceptance.ts";
import { judgeClaim } from "./start/judge-claim.ts";
import { judgeCreation } from "./start/judge-creation.ts";
import { judgeNamespace } from "./start/judge-namespace.ts";
import { judgeOwner } from "./start/judge-owner.ts";
import { judgeProbe } from "./start/judge-probe.ts";
import { judgeStart } from "./start/judge-start.ts";
import type { Judge, Step } from "./step.ts";
import { isTrue, type Said, withConditions } from "./tell/conditions.ts";
import { summarize } from "./tell/summarize.ts";
import type { World } from "./world.ts";

/** In their order: each looks at one side of the world, and the first that knows what to do is the last that is asked. */
const JUDGES: readonly Judge[] = [
  judgeDeletion,
  judgeFinished,
  judgeAcceptance,
  judgeAbsence,
  judgeOwner,
  judgeNamespace,
  judgeClaim,
  judgeCreation,
  judgeProbe,
  judgeStart,
  judgeRun,
];

/** How an Environment is, and what is to be done for it next. It remembers nothing: any state of the world has one answer. */
export function judgeEnvironment(world: World): Judgement {
  const steps: Step[] = [];
  for (const judge of JUDGES) {
    const step = judge(world);
    steps.push(step);
    if (step.isLast) {
      break;
    }
  }
  return {
    status: statusOf(world, steps),
    actions: [...firstActions(world), ...steps.flatMap(({ actions = [] }) => actions)],
    againMilliseconds: steps.at(-1)?.againMilliseconds ?? null,
  };
}

/** One made by hand has nothing yet that keeps it until its pod is gone. */
function firstActions({ environment }: World): Action[] {
  const { deletionTimestamp, finalizers = [] } = environment.metadata;
  return deletionTimestamp === undefined && !finalizers.includes(FINALIZER) ? [{ kind: "addFinalizer" }] : [];
}

function statusOf(world: World, steps: Step[]): EnvironmentStatusFields {
  const { environment, now } = world;
  const former = environment.status ?? {};
  const generation = environment.metadata.generation ?? 1;
  const said: Said[] = steps.flatMap((step) => step.said);
  const conditions = withConditions(former.conditions ?? [], said, { now, generation });
  const status: EnvironmentStatusFields = {
    ...former,
    ...Object.assign({}, ...steps.map((step) => step.status ?? {})),
    ...podOf(world),
    conditions,
    observedGeneration: generation,
  };
  return { ...status, ...timingsOf(world, status), ...summarize(environment, status) };
}

/** A pod that isn't its own is none of it. */
function podOf({ environment, pod }: World): Pick<EnvironmentStatusFields, "pod" | "namespace"> {
  const { annotations = {}, name, namespace, uid } = pod?.metadata ?? {};
  if (pod === null || name === undefined || annotations[ANNOTATIONS.environmentUid] !== environment.metadata.uid) {
    return {};
  }
  const attempt = Number(annotations[ANNOTATIONS.attempt]);
  return {
    ...(namespace === undefined ? {} : { namespace }),
    pod: {
      ...{ name, uid: uid ?? "", attempt: Number.isInteger(attempt) && attempt > 0 ? attempt : 1 },
      pooled: annotations[ANNOTATIONS.poolUid] !== undefined,
      ...(pod.status?.podIP === undefined ? {} : { ip: pod.status.podIP }),
      ...(pod.spec?.nodeName === undefined ? {} : { node: pod.spec.nodeName }),
    },
  };
}

const TIMED = [
  ["accepted", "Accepted"],
  ["scheduled", "Scheduled"],
  ["images", "ImagesReady"],
  ["isolated", "Isolated"],
  ["ready", "Ready"],
] as const;

/** When each was first so; what was told once is told. */
function timingsOf(world: World, { conditions, pod, timings = {} }: EnvironmentStatusFields) {
  const age = Math.max(0, ageMilliseconds(world));
  const now = TIMED.flatMap(([name, type]) => (isTrue(conditions, type) ? [[name, age]] : []));
  const queued = queuedMilliseconds(world);
  const isHeldBack = conditions?.some(({ type, reason }) => type === "Scheduled" && reason === "SchedulingGated");
  return {
    timings: {
      ...{ ...Object.fromEntries(now), ...(pod === undefined ? {} : { created: age }), ...timings },
      ...(isHeldBack || queued === 0 ? {} : { queued }),
    },
  };
}
