import { z } from "zod";
import { type TriedEnvironment, tryEnvironment } from "../check/try-environment.ts";
import type { AnyObject } from "../client/cluster-object.ts";
import type { ClusterConnection } from "../client/connect-cluster.ts";
import { WRITING } from "./follow-environments.ts";

const LOOK_MILLISECONDS = 1000;
const START_SECONDS = 120;
/** As it may stand beside many that work. */
const LIMITS = { cpu: "500m", memory: "256Mi", "ephemeral-storage": "64Mi" };

/** Whether environments of a cluster are isolated now; `unknown`: one couldn't be tried. */
export type IsolationCheck =
  | { kind: "isolated" }
  | { kind: "not_isolated"; reason: string }
  | { kind: "unknown"; reason: string };

const Like = z.object({
  project: z.string(),
  source: z.looseObject({ repository: z.string() }),
  agent: z.object({ type: z.string(), version: z.string().optional() }),
  className: z.string().optional(),
});

interface Checking {
  connection: ClusterConnection;
  namespace: string;
}

/** How to find out whether an environment like this one is isolated, by another one. null: this is none of ours. */
export function isolationCheckLike(object: AnyObject, checking: Checking) {
  const like = Like.safeParse(object.spec);
  if (!like.success) {
    return null;
  }
  const spec = { ...like.data, limits: LIMITS, startSeconds: START_SECONDS };
  return async (signal: AbortSignal): Promise<IsolationCheck> =>
    judge(await tryEnvironment({ ...checking, ...WRITING, spec, signal, lookMilliseconds: LOOK_MILLISECONDS }));
}

function judge(tried: TriedEnvironment): IsolationCheck {
  switch (tried.kind) {
    case "isolated":
      return { kind: "isolated" };
    case "ended":
      return { kind: tried.exit === "isolation" ? "not_isolated" : "unknown", reason: tried.message };
    case "unfinished":
      return { kind: "unknown", reason: "It wasn't waited for." };
    case "gone":
      return { kind: "unknown", reason: "The environment that was to be tried is gone." };
  }
}
