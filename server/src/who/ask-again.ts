import type { IncomingMessage } from "node:http";
import type { Asker, WhoAsks } from "./who-asks.ts";

const MAX_MILLISECONDS = 2 ** 31 - 1;

export interface AskedAgain {
  request: IncomingMessage;
  asker: Asker;
  whoAsks: WhoAsks;
}

/**
 * Asks now and then who asks, and when their right is to end: aborts once that is nobody, or somebody else. An outage says nothing of
 * who they are.
 */
export function askAgain(
  { request, asker, whoAsks }: AskedAgain,
  { everySeconds, now }: { everySeconds: number; now: () => Date },
): { signal: AbortSignal; release(): void } {
  const end = new AbortController();
  let timer: NodeJS.Timeout;
  const wait = ({ right }: Asker) => {
    const endsIn = right?.endsAt == null ? MAX_MILLISECONDS : right.endsAt.getTime() - now().getTime();
    timer = setTimeout(look, Math.min(Math.max(endsIn, 0), everySeconds * 1000));
  };
  const look = async () => {
    const found = await whoAsks(request).catch(() => asker);
    if (found === null || nameOf(found) !== nameOf(asker)) {
      end.abort();
    } else if (!end.signal.aborted) {
      wait(found);
    }
  };
  wait(asker);
  return {
    signal: end.signal,
    release() {
      end.abort();
      clearTimeout(timer);
    },
  };
}

function nameOf({ actor, right }: Asker): string {
  return JSON.stringify([actor, right?.kind, right?.id]);
}
