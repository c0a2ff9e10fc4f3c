import { z } from "zod";

/** What may fail for good, or be a worker's end. */
export const AttemptedStep = z.enum(["resolving", "provisioning", "running", "publishing", "cancelling", "import"]);
export type AttemptedStep = z.infer<typeof AttemptedStep>;

/** How a step went when it was tried before. It is gone once the step has succeeded. */
export const Attempt = z.object({
  /** The worker that is at it, or that died at it; null: it came back. */
  worker: z.string().nullable(),
  /** Workers that never came back from it, whatever ended them. */
  deaths: z.int().nonnegative(),
  /** Those of them that ended by a fault of their own. */
  crashes: z.int().nonnegative(),
  /** In a row, with the same error. */
  failures: z.int().nonnegative(),
  error: z.string().nullable(),
});
export type Attempt = z.infer<typeof Attempt>;

/** The second time, an error says that it would come again. */
const MAX_FAILURES = 2;
/** The second time, a crash says so too. */
const MAX_CRASHES = 2;
/** A worker that was killed died of something else: a restart, an update, a machine without memory. Not for ever, though. */
const MAX_DEATHS = 5;
const MAX_ERROR_LENGTH = 2000;
const FIRST: Attempt = { worker: null, deaths: 0, crashes: 0, failures: 0, error: null };

/** Before a step is tried: a worker that began it and isn't this one has died at it. */
export function beginAttempt(
  before: Attempt | undefined,
  { worker, hasCrashed }: { worker: string; hasCrashed: (worker: string) => boolean },
): Attempt {
  const known = before ?? FIRST;
  if (known.worker === null || known.worker === worker) {
    return { ...known, worker };
  }
  return { ...known, worker, deaths: known.deaths + 1, crashes: known.crashes + (hasCrashed(known.worker) ? 1 : 0) };
}

/** After a step has failed otherwise than by an outage. */
export function failAttempt(before: Attempt | undefined, error: unknown): Attempt {
  const known = before ?? FIRST;
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MAX_ERROR_LENGTH);
  return { ...known, worker: null, failures: known.error === message ? known.failures + 1 : 1, error: message };
}

/** Whether the step would fail again. */
export function isHopeless({ deaths, crashes, failures }: Attempt): boolean {
  return failures >= MAX_FAILURES || crashes >= MAX_CRASHES || deaths >= MAX_DEATHS;
}

/** What came of it, as a sentence's second half. */
export function describeAttempt({ deaths, crashes, failures, error }: Attempt): string {
  if (failures > 0) {
    return `it failed ${failures === 1 ? "once" : `${failures} times in a row`}: ${error}`;
  }
  return crashes >= MAX_CRASHES ? `${crashes} workers crashed at it` : `${deaths} workers died at it`;
}
