import type { Signal } from "../../signal/signal.ts";
import type { IgnoredReason } from "../reason.ts";
import type { TriggerPolicy } from "../trigger-policy.ts";

/** What nobody asks for happens where the project wants it. */
export function isUnwanted(
  signal: Signal,
  { policy: { autofix, reviewAuto } }: { policy: Pick<TriggerPolicy, "autofix" | "reviewAuto"> },
): IgnoredReason | null {
  const isWanted =
    (signal.kind !== "checks_failed" || autofix > 0) &&
    (signal.kind !== "head_changed" ||
      signal.isOfTask === true ||
      reviewAuto === "push" ||
      (reviewAuto === "ready" && signal.isReady));
  return isWanted ? null : "not_wanted";
}
