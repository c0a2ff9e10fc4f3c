import type { IncomingMessage } from "node:http";
import type { Refusal } from "../http/problem-of.ts";
import type { Answer } from "../http/refuse.ts";
import type { ServerDeps } from "../server-deps.ts";
import { askAgain } from "./ask-again.ts";
import { createLongPlaces } from "./long-places.ts";
import type { RightWatch } from "./watch-rights.ts";
import type { Asker, WhoAsks } from "./who-asks.ts";

/** A request that is answered over a long time, and who asks it. */
export interface LongRequest {
  request: IncomingMessage;
  response: Answer;
  asker: Asker;
  /** How many ends of rights had been told before it was asked who asks. */
  since: number;
  whoAsks: WhoAsks;
}

export interface Held {
  /** Aborts when it is to end: the client left, the server stops, or the right to ask ended. */
  signal: AbortSignal;
  /** The right to ask ended, or may have: it is to be asked anew who asks. */
  isRightInDoubt(): boolean;
  release(): void;
}

export const TOO_MANY: Refusal = {
  code: "too_many",
  detail: "Too many streams are open, or requests that wait. End one, or try again later.",
};

/** All who are answered over a long time. */
export interface HeldAskers {
  /** null: there are too many. */
  hold(long: LongRequest): Held | null;
  /** Ends all of them, and those that come later, so that their clients ask elsewhere. */
  end(): void;
}

export function holdAskers({ limits, now }: Pick<ServerDeps, "limits" | "now">, rightWatch: RightWatch): HeldAskers {
  const stopping = new AbortController();
  const places = createLongPlaces(limits);
  return {
    hold({ request, response, asker, since, whoAsks }) {
      const leave = places.take(asker.actor);
      if (leave === null) {
        return null;
      }
      const left = abortOnClose(response);
      const right = rightWatch.hold(asker, since);
      const again = askAgain({ request, asker, whoAsks }, { everySeconds: limits.askAgainSeconds, now });
      return {
        signal: AbortSignal.any([left, stopping.signal, right.signal, again.signal]),
        isRightInDoubt: () => right.signal.aborted || again.signal.aborted,
        release() {
          right.release();
          again.release();
          leave();
        },
      };
    },
    end: () => stopping.abort(),
  };
}

function abortOnClose(response: Answer): AbortSignal {
  const left = new AbortController();
  response.once("close", () => left.abort());
  if (response.destroyed) {
    left.abort();
  }
  return left.signal;
}
