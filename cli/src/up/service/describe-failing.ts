import { cleanTerminalText } from "../../output/words/clean-terminal-text.ts";
import type { ServiceState } from "./service-state.ts";

type Failing = Pick<ServiceState, "failures" | "lastWords">;

/** What is the matter with what is given up on, and the code of who does. */
export function describeFailing({ failures, lastWords }: Failing): {
  code: "unavailable" | "invalid_configuration";
  words: string;
} {
  const [code, failing] = Number.isFinite(failures)
    ? (["unavailable", `failed ${failures} times in a row`] as const)
    : (["invalid_configuration", "can't start"] as const);
  return { code, words: `${failing}. It said last: ${cleanTerminalText(lastWords)}` };
}
