import { CatalystError } from "@catalyst/core/apart";
import { sayWay } from "../output/words/ways-out.ts";

/** What became of one prerequisite that was tried. `limited`: it works, with something to know. */
export interface Finding {
  name: string;
  state: "ok" | "limited" | "failed";
  /** What was found. */
  detail: string;
  /** How to mend it; null when there is nothing to mend, or `detail` says it. */
  remedy: string | null;
}

export function ok(name: string, detail: string): Finding {
  return { name, state: "ok", detail, remedy: null };
}

export function limited(name: string, detail: string, remedy: string | null): Finding {
  return { name, state: "limited", detail, remedy };
}

export function failed(name: string, detail: string, remedy: string | null): Finding {
  return { name, state: "failed", detail, remedy };
}

/** What an error says is wrong, with the way out that it knows itself, else `otherwise`. */
export function failedBy(name: string, error: unknown, otherwise: string): Finding {
  return failed(name, describeError(error), error instanceof CatalystError ? sayWay(error.way) : otherwise);
}

export function isFailed({ state }: Finding): boolean {
  return state === "failed";
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
