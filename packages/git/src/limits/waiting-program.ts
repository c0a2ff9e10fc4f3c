import { type Program, type StartedProgram, startApart } from "./run-apart.ts";

/** Until one that nobody took is ended: whoever needs one later waits for its start. */
const PATIENCE_MILLISECONDS = 10 * 60 * 1000;

/** At most one program that waits for an order which will come. */
export interface WaitingProgram {
  /** Starts one, unless one waits. */
  prepare(): void;
  /** The one that waits, or one that is started now. */
  take(): StartedProgram;
}

export function createWaitingProgram(program: Program, patienceMilliseconds = PATIENCE_MILLISECONDS): WaitingProgram {
  let waiting: { started: StartedProgram; timer: NodeJS.Timeout } | null = null;
  const remove = () => {
    clearTimeout(waiting?.timer);
    const started = waiting?.started;
    waiting = null;
    return started;
  };
  return {
    prepare() {
      if (waiting === null || waiting.started.hasEnded()) {
        void remove()?.dismiss();
        const timer = setTimeout(() => void remove()?.dismiss(), patienceMilliseconds).unref();
        waiting = { started: startApart(program), timer };
      }
    },
    take() {
      const started = remove();
      if (started === undefined || started.hasEnded()) {
        void started?.dismiss();
        return startApart(program);
      }
      return started;
    },
  };
}
