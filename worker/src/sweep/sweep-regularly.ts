import { stat, writeFile } from "node:fs/promises";
import type { Swept } from "@catalyst/core";
import type { Logger } from "pino";
import { rest } from "../rest.ts";

const HOUR_MILLISECONDS = 60 * 60 * 1000;
/** What was just asked for comes first. */
const AFTER_START_MILLISECONDS = 3000;

export interface RegularSweep {
  /** Tells when the home was last swept, whichever worker did it. */
  markPath: string;
  sweep: () => Promise<Swept>;
  log: Logger;
  signal: AbortSignal;
  /** Waits for so long, or until the signal. */
  pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Sweeps once an hour beside the work, also where workers live for a few seconds each. Ends after the signal. */
export async function sweepRegularly({ markPath, sweep, log, signal, pause = rest }: RegularSweep): Promise<void> {
  await pause(AFTER_START_MILLISECONDS, signal);
  while (!signal.aborted) {
    const left = (await readMark(markPath)) + HOUR_MILLISECONDS - Date.now();
    if (left > 0) {
      await pause(left, signal);
      continue;
    }
    try {
      const swept = await sweep();
      if (Object.values(swept).some((count) => count > 0)) {
        log.info({ swept }, "swept what had its time");
      }
    } catch (error) {
      log.warn({ error }, "sweeping failed");
    }
    // One that was broken off goes on with the next worker.
    if (!signal.aborted) {
      await writeFile(markPath, "");
    }
  }
}

/** When the home was last swept; 0: never. */
async function readMark(markPath: string): Promise<number> {
  return (await stat(markPath).catch(() => null))?.mtimeMs ?? 0;
}
