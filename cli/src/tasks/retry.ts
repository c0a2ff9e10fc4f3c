import { checkAgentId } from "../agents/check-agent-id.ts";
import type { CliContext } from "../cli-context.ts";
import { parseTimeout } from "../run/options/parse-timeout.ts";
import { startTurn } from "./start-turn.ts";

export interface RetryOptions {
  agent?: string;
  model?: string;
  timeout?: string;
  json?: boolean;
  detach?: boolean;
}

/** Tries a task again, with another agent, model or time where one is named. */
export async function retry(
  { reference, options }: { reference: string; options: RetryOptions },
  context: CliContext,
): Promise<void> {
  const { agent = null, model = null, timeout } = options;
  const timeoutSeconds = timeout === undefined ? null : parseTimeout(timeout);
  await checkAgentId(agent, (await context.readConfig()).home);
  const asked = agent === null && model === null ? null : { agent, model };
  await startTurn(
    {
      reference,
      agent,
      isJson: options.json === true,
      isDetached: options.detach === true,
      act: ({ params, keys }, client) =>
        client.call("retryTask", { params, body: { agent: asked, timeoutSeconds, keys } }),
    },
    context,
  );
}
