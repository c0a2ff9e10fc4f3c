import type { ClusterConnection } from "../client/connect-cluster.ts";
import { type TriedEnvironment, tryEnvironment } from "./try-environment.ts";

const WAIT_SECONDS = 300;
const LOOK_MILLISECONDS = 500;
/** Longer than it is waited for: until then it says what it waits for itself. */
const START_SECONDS = 600;

interface HandTrial {
  connection: ClusterConnection;
  /** Where the operator heeds Environments. */
  namespace: string;
  agent: string;
  className: string;
}

/** As `tryEnvironment`, for whoever looks whether a class and an agent work on a cluster: as large as tasks' own. */
export async function tryByHand({ agent, className, ...where }: HandTrial): Promise<TriedByHand> {
  const tried = await tryEnvironment({
    ...where,
    spec: {
      ...{ project: "trial", source: { repository: "https://trial.invalid/r" }, agent: { type: agent }, className },
      ...{ limits: null, startSeconds: START_SECONDS },
    },
    ...{ fieldManager: "catalyst-trial", lookMilliseconds: LOOK_MILLISECONDS },
    signal: AbortSignal.timeout(WAIT_SECONDS * 1000),
  });
  return say(tried);
}

/** `reason`: the short one of its end, or of how far it came. */
type TriedByHand = { isProven: true; facts: readonly string[] } | { isProven: false; reason: string; message: string };

function say(tried: TriedEnvironment): TriedByHand {
  switch (tried.kind) {
    case "isolated":
      return { isProven: true, facts: tried.facts };
    case "ended":
      return { isProven: false, reason: tried.reason, message: tried.message };
    case "unfinished":
      return { isProven: false, reason: tried.reason, message: `not known after ${WAIT_SECONDS} s: ${tried.message}` };
    case "gone":
      return { isProven: false, reason: "Deleted", message: "somebody took it away" };
  }
}
