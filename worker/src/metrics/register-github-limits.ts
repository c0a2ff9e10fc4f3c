import { Gauge, type Registry } from "@catalyst/telemetry";

/** What an answer of GitHub says of how much may still be asked of it: as the headers of `fetch` have it. */
export type NoteAnswer = (headers: Pick<Headers, "get">) => void;

/**
 * How much may still be asked of GitHub, as its answers say. Of several installations and hosts that have an hour each, the one
 * that has the least left is told, until its hour is over. Returns how an answer is noted.
 */
export function registerGitHubLimits(registry: Registry, now: () => number = Date.now): NoteAnswer {
  let least: { remaining: number; resetAt: number } | null = null;
  const current = () => {
    least = least !== null && least.resetAt > now() ? least : null;
    return least;
  };
  new Gauge({
    name: "catalyst_github_requests_remaining",
    help: "Requests that GitHub still takes within its hour, of the installation that has the least left. -1: none asked of late.",
    registers: [registry],
    collect() {
      this.set(current()?.remaining ?? -1);
    },
  });
  return (headers) => {
    const remaining = readCount(headers.get("x-ratelimit-remaining"));
    const reset = readCount(headers.get("x-ratelimit-reset"));
    if (remaining === null || reset === null) {
      return;
    }
    const known = current();
    if (known === null || remaining < known.remaining || reset * 1000 === known.resetAt) {
      least = { remaining, resetAt: reset * 1000 };
    }
  };
}

function readCount(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
