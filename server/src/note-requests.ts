import { utimesSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { openAnswers } from "./http/serving/open-answers.ts";

const EVERY_MILLISECONDS = 1000;

export interface RequestNotes {
  /** Each of the server's listeners is given to it before it listens: nobody may be answered without being noted. */
  of(server: Server): void;
  /** Notes nothing more: another server may have the folder, or nobody. */
  end(): void;
}

/**
 * Notes by the time of the file `last-request` when the server was asked last, or was last answering: whoever started it in the
 * background ends it some time after that. Not more often than once a second.
 */
export function noteRequests(folder: string): RequestNotes {
  const path = join(folder, "last-request");
  const answers: ReadonlySet<unknown>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let notedAt = 0;
  const note = () => {
    if (Date.now() - notedAt >= EVERY_MILLISECONDS) {
      notedAt = Date.now();
      touch(path);
    }
  };
  const noteAnswering = () => {
    note();
    if (answers.every((open) => open.size === 0)) {
      clearInterval(timer);
      timer = undefined;
    }
  };
  return {
    of(server) {
      answers.push(openAnswers(server));
      server.on("request", () => {
        note();
        timer ??= setInterval(noteAnswering, EVERY_MILLISECONDS).unref();
      });
    },
    end: () => clearInterval(timer),
  };
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // A full disk is no reason to refuse an answer: the time is made out from the start of `up` then.
    tryToMake(path);
  }
}

function tryToMake(path: string): void {
  try {
    writeFileSync(path, "", { mode: 0o600 });
  } catch {
    // As above.
  }
}
