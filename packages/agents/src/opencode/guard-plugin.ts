/**
 * A plugin for opencode (1.18), as JavaScript, for what no setting does.
 *
 * - Its newer half reads `.opencode/` and `opencode.json` of the repository whatever OPENCODE_DISABLE_PROJECT_CONFIG says,
 *   and imports the plugins there. It does so when the first prompt comes; from the moment that this plugin is loaded,
 *   before that, nothing is imported but what is in opencode's own executable, which Bun shows below `/$bunfs/`.
 * - While it tries a failed request again it says nothing, and it does so five times: this tells of each retry, and ends it
 *   after as many as it is given.
 */
export function guardPlugin(maxRetries: number): string {
  return `import { writeSync } from "node:fs";

const MAX_RETRIES = ${maxRetries};

Bun.plugin({
  name: "only-opencode-itself",
  setup: (build) =>
    build.onLoad({ filter: /^(?!\\/\\$bunfs\\/)/ }, ({ path }) => {
      throw new Error("Catalyst loads no code of the repository into opencode: " + path);
    }),
});

const print = (line) => writeSync(1, JSON.stringify(line) + "\\n");

export const Guard = async () => ({
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
