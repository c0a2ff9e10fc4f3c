/**
 * A plugin for opencode (1.18), as JavaScript. Left to itself it says nothing while it tries a failed request again, and
 * does so five times, which no setting changes: this tells of each retry, and ends it after as many as it is given.
 */
export function watchRetries(maxRetries: number): string {
  return `import { writeSync } from "node:fs";

const MAX_RETRIES = ${maxRetries};

const print = (line) => writeSync(1, JSON.stringify(line) + "\\n");

export const WatchRetries = async () => ({
  event: async ({ event }) => {
    const status = event.type === "session.status" ? event.properties.status : undefined;
    if (status?.type !== "retry") {
      return;
    }
    const { attempt, message } = status;
    if (attempt > MAX_RETRIES) {
      print({ type: "error", error: { name: "RetriesSpent", data: { message, isRetryable: true } } });
      process.exit(1);
    }
    print({ type: "catalyst_retry", attempt, message });
  },
});
`;
}
