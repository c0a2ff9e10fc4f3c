import type { EnvironmentPoolStatus } from "@catalyst/kubernetes";
import type { Pod } from "../judge/read/pod.ts";
import { readWaiting } from "../judge/read/read-waiting.ts";
import type { Moment } from "../judge/tell/conditions.ts";
import type { PoolFailure, PoolWorld } from "./pool-world.ts";

const MAX_MESSAGE = 1024;
/** So many may fail in a row before it is tried less often. */
const MAX_FAILURES = 3;
const FIRST_PAUSE_MILLISECONDS = 10_000;
const LONGEST_PAUSE_MILLISECONDS = 300_000;
const AGAIN_MILLISECONDS = 5000;

/** What is told of whether its pods can be had. */
export interface Health {
  status: "True" | "False";
  reason: string;
  message: string;
}

export interface Judged {
  said: Health;
  /** No pod is made for now. */
  isBlocked: boolean;
  againMilliseconds: number | null;
}

const HEALTHY: Health = { status: "True", reason: "Healthy", message: "Its pods wait, or begin to" };

/** Whether pods can be made for it, and what is said of that. */
export function healthOf(
  world: PoolWorld,
  { fresh, failure }: { fresh: readonly Pod[]; failure: PoolFailure | null },
): Judged {
  const blocked = blockOf(world);
  if (blocked !== null) {
    return { said: { status: "False", ...blocked }, isBlocked: true, againMilliseconds: AGAIN_MILLISECONDS };
  }
  if (failure !== null) {
    const left = failure.at.getTime() + pauseAfter(failure) - world.now.getTime();
    const { reason, message } = failure;
    const said: Health = { status: "False", reason, message };
    return left > 0
      ? { said, isBlocked: true, againMilliseconds: left }
      : { said, isBlocked: false, againMilliseconds: null };
  }
  const waiting = fresh.map(readWaiting).find((one) => one !== null);
  const said: Health =
    waiting === undefined || waiting === null
      ? HEALTHY
      : { status: "False", reason: waiting.reason, message: `${waiting.image}: ${waiting.message}` };
  return { said, isBlocked: false, againMilliseconds: null };
}

/** Where policies aren't enforced that is so until somebody does something about it. */
function pauseAfter({ times, reason }: PoolFailure): number {
  if (reason === "PolicyNotEnforced") {
    return LONGEST_PAUSE_MILLISECONDS;
  }
  return times < MAX_FAILURES
    ? 0
    : Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** (times - MAX_FAILURES));
}

function blockOf(world: PoolWorld): Omit<Health, "status"> | null {
  const { namespace, class: wanted, isProvable } = world;
  if (world.pool.metadata.deletionTimestamp !== undefined) {
    return { reason: "Terminating", message: "Its pods are ending" };
  }
  if (namespace === null) {
    const message = "Each environment has a namespace of its own here: no pod can wait for one";
    return { reason: "NoNamespace", message };
  }
  if (wanted.refusal !== null) {
    return wanted.refusal;
  }
  if (namespace.kind !== "ready") {
    return {
      reason: NAMESPACE_REASONS[namespace.kind],
      message: `The namespace of ${world.pool.spec.project} isn't as it must be`,
    };
  }
  return isProvable ? null : { reason: "CanaryUnavailable", message: "Isolation can't be proven now" };
}

const NAMESPACE_REASONS = {
  missing: "NamespaceMissing",
  terminating: "NamespaceTerminating",
  foreign: "NamespaceForeign",
  changed: "PolicyChanged",
  opened: "PolicyForeign",
} as const;

type Conditions = NonNullable<EnvironmentPoolStatus["conditions"]>;

export function withHealth(
  former: Conditions | undefined,
  { status, reason, message }: Health,
  moment: Moment,
): Conditions {
  const known = former?.find(({ type }) => type === "Healthy");
  const since = known?.status === status ? known.lastTransitionTime : moment.now.toISOString();
  return [
    {
      ...{ type: "Healthy", status, reason: reason.slice(0, 64), message: message.slice(0, MAX_MESSAGE) },
      ...{ lastTransitionTime: since, observedGeneration: moment.generation },
    },
  ];
}
