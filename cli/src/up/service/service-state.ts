import { z } from "zod";

const FAILURES = 3;
const FAILING_MILLISECONDS = 8000;

/** How a process that `up` keeps running is doing. */
export const ServiceState = z.object({
  name: z.string(),
  /** `starting`: it has not said that it is ready since it was started or since it failed. */
  state: z.enum(["starting", "ready"]),
  /** How often it ended, or couldn't do its work, since it was ready. */
  failures: z.int().nonnegative(),
  /** How long it has been in this state; milliseconds since 1970. */
  since: z.number(),
  /** What it said with its last failure; empty when there was none. */
  lastWords: z.string(),
});
export type ServiceState = z.infer<typeof ServiceState>;

export function startedService(name: string): ServiceState {
  return { name, state: "starting", failures: 0, since: Date.now(), lastWords: "" };
}

export function readyService({ name, state, since }: ServiceState): ServiceState {
  return { name, state: "ready", failures: 0, since: state === "ready" ? since : Date.now(), lastWords: "" };
}

export function failedService({ name, state, failures, since }: ServiceState, lastWords: string): ServiceState {
  return {
    name,
    state: "starting",
    failures: failures + 1,
    since: state === "starting" ? since : Date.now(),
    lastWords,
  };
}

/** Whether it fails again and again instead of being started once more after a kill or a short outage. */
export function isFailing({ state, failures, since }: ServiceState, now: number): boolean {
  return state !== "ready" && failures >= FAILURES && now - since > FAILING_MILLISECONDS;
}
