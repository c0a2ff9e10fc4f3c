import type { StoredWay } from "../../way.ts";
import type { Decision } from "../decide/decision.ts";
import type { TriggerFacts } from "../decide/facts.ts";
import type { Signal } from "../signal/signal.ts";

/** What was decided of a signal, and by what. */
export interface Decided {
  signal: Signal;
  facts: TriggerFacts;
  decision: Decision;
  /** What to do instead, by whoever refused it; null: nobody said so. */
  way: StoredWay | null;
}
