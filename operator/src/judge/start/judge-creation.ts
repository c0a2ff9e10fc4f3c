import { ageMilliseconds, leftToStartMilliseconds } from "../ages.ts";
import { GOES_ON, type RefusalCode, refuses, type Step, waits } from "../step.ts";
import type { Said } from "../tell/conditions.ts";
import type { World } from "../world.ts";

const QUOTA_FIRST_MILLISECONDS = 5000;
const QUOTA_LONGEST_MILLISECONDS = 60_000;
const ADMISSION_MILLISECONDS = 60_000;
const MAX_REFUSALS = 3;
const AGAIN_MILLISECONDS = 5000;

/** There is no pod: one is made, unless there is a reason not to try again yet. */
export function judgeCreation(world: World): Step {
  if (world.pod !== null) {
    return GOES_ON;
  }
  const { failedCreation: failed, environment, now } = world;
  const left = leftToStartMilliseconds(world);
  const waitsFor = failed === null ? null : WAITS[failed.kind];
  if (failed !== null && waitsFor?.isOver(failed.times)) {
    return refuses(world, waitsFor.code, waitsFor.said(failed.message));
  }
  if (left <= 0) {
    return refuses(world, waitsFor?.code ?? "start_timeout", waitsFor?.said(failed?.message ?? "") ?? tooLate(world));
  }
  if (!isProvable(world)) {
    return waits([CANARY], Math.min(left, AGAIN_MILLISECONDS));
  }
  const attempt = (environment.status?.pod?.attempt ?? 0) + 1;
  const create = { kind: "createPod" as const, attempt, avoidNode: nodeToAvoid(world) };
  if (failed === null || waitsFor === null) {
    return waits([scheduling("Unknown", "Scheduling", "Its pod is being made")], left, [create]);
  }
  const pause = failed.at.getTime() + waitsFor.pause(failed.times) - now.getTime();
  const said = [waitsFor.said(failed.message)];
  return pause > 0 ? waits(said, Math.min(left, pause)) : waits(said, left, [create]);
}

interface Waiting {
  code: RefusalCode;
  /** After the pod was refused so often. */
  isOver: (times: number) => boolean;
  pause: (times: number) => number;
  said: (message: string) => Said;
}

const doubling = (times: number) => Math.min(QUOTA_LONGEST_MILLISECONDS, QUOTA_FIRST_MILLISECONDS * 2 ** (times - 1));

const WAITS: Readonly<Record<NonNullable<World["failedCreation"]>["kind"], Waiting>> = {
  quota: {
    ...{ code: "quota", isOver: () => false, pause: doubling },
    said: (message) => scheduling("False", "QuotaExceeded", `Waiting for the project's quota: ${afterColon(message)}`),
  },
  admission: {
    ...{ code: "admission", isOver: (times) => times >= MAX_REFUSALS, pause: () => ADMISSION_MILLISECONDS },
    said: (message) => scheduling("False", "AdmissionDenied", `The cluster refused the pod: ${message}`),
  },
  namespace: {
    ...{ code: "start_timeout", isOver: () => false, pause: doubling },
    said: (message) => ({ type: "NamespaceReady", status: "False", reason: "NamespaceTerminating", message }),
  },
  other: {
    ...{ code: "start_timeout", isOver: () => false, pause: doubling },
    said: (message) => scheduling("Unknown", "Scheduling", `Making its pod failed, and is tried again: ${message}`),
  },
};

const CANARY: Said = {
  ...{ type: "Isolated", status: "Unknown", reason: "CanaryUnavailable" },
  message: "Isolation can't be proven now: what must not be reached isn't there to be tried",
};

/** Whether what must not be reached is there to be tried, or needn't be. */
export function isProvable(world: World): boolean {
  return world.isCanaryListening || !world.class.isProofRequired;
}

function scheduling(status: Said["status"], reason: string, message: string): Said {
  return { type: "Scheduled", status, reason, message };
}

function tooLate(world: World): Said {
  const seconds = Math.round(ageMilliseconds(world) / 1000);
  return scheduling(
    "False",
    "StartTimeout",
    `It didn't start within ${world.environment.spec.startTimeout} (${seconds} s)`,
  );
}

/** `pods "x" is forbidden: exceeded quota: q, requested: ...` in the API server's words; what comes before isn't for people. */
function afterColon(message: string): string {
  return message.replace(/^.*?is forbidden: /s, "");
}

/** A node that couldn't start the former pod isn't tried a second time. */
function nodeToAvoid({ environment }: World): string | null {
  const images = environment.status?.conditions?.find(({ type }) => type === "ImagesReady");
  const isOfNode = images?.reason === "ContainerConfigError" || images?.reason === "VolumeFailed";
  return isOfNode ? (environment.status?.pod?.node ?? null) : null;
}
