import type { Signal } from "../../signal/signal.ts";
import type { Heard } from "../heard.ts";

/** Whether nobody asked in words for what comes of a signal: how often such things happen is counted. */
export function isUnasked({ kind }: Pick<Signal, "kind">, heard: Heard): boolean {
  const isWordless = heard.kind === "none" && (kind === "reviewed" || kind === "opened");
  return kind === "checks_failed" || kind === "head_changed" || isWordless;
}
