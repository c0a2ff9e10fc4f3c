import type { ExecutionEventBody } from "@catalyst/core";

const TELL_MILLISECONDS = 5000;
const LAST_CHARACTERS = 255;

/** Refusals and provider errors of an execution that come too fast to be told one by one. */
export interface Untold {
  /** Counts one; `tell` is called some seconds later, once for all that were counted by then. */
  add(body: ExecutionEventBody, tell: () => Promise<void>): void;
  /** What was counted since it was last taken; null when there is nothing. */
  take(): ExecutionEventBody | null;
  /** Tells it now. */
  flush(): Promise<void>;
}

export function createUntold(): Untold {
  let count = 0;
  let last = "";
  let waiting: { timer: NodeJS.Timeout; tell: () => Promise<void> } | null = null;
  const flush = async () => {
    const told = waiting;
    waiting = null;
    if (told !== null) {
      clearTimeout(told.timer);
      await told.tell();
    }
  };
  return {
    add(body, tell) {
      count += 1;
      last = describe(body).slice(0, LAST_CHARACTERS);
      waiting ??= { timer: setTimeout(() => void flush(), TELL_MILLISECONDS).unref(), tell };
    },
    take() {
      const body = count === 0 ? null : ({ type: "blocked_more", count, last } as const);
      count = 0;
      return body;
    },
    flush,
  };
}

function describe(body: ExecutionEventBody): string {
  switch (body.type) {
    case "blocked":
      return body.action;
    case "llm_error":
      return `${body.provider} answered ${body.httpStatus}`;
    default:
      return body.type;
  }
}
