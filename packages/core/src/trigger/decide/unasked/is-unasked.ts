import type { Signal } from "../../signal/signal.ts";
import type { Heard } from "../heard.ts";

/** Whether nobody asked in words for what comes of a signal: how often such things happen is counted. */
export function isUnasked({ kind }: Pick<Signal, "kind">, heard: Heard): boolean {
  return kind === "checks_failed" || kind === "head_changed" || (kind === "reviewed" && heard.kind === "none");
}
