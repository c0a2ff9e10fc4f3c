import type { Logger } from "pino";

export interface Look {
  /** Looks as soon as no look is under way. */
  look: () => void;
  /** Waits for the last look. */
  whenDone: () => Promise<void>;
}

/** Looks one at a time; who asks meanwhile gets one more. `lookOnce` doesn't reject. */
export function createLook(lookOnce: () => Promise<void>): Look {
  let looking = Promise.resolve();
  let isAsked = false;
  const look = () => {
    if (!isAsked) {
      isAsked = true;
      looking = looking.then(() => {
        isAsked = false;
        return lookOnce();
      });
    }
  };
  return { look, whenDone: () => looking };
}

interface LookWhileDeps {
  /** What the log says where a step throws. */
  failure: string;
  log: Logger;
  signal: AbortSignal;
}

/** A look that goes on for as long as a step finds something. What one throws is logged and ends that look. */
export function lookWhile(step: () => Promise<boolean>, { failure, log, signal }: LookWhileDeps): Look {
  return createLook(async () => {
    try {
      while (!signal.aborted && (await step())) {}
    } catch (error) {
      log.warn({ error }, failure);
    }
  });
}
