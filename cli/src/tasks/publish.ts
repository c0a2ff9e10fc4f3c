import type { CliContext } from "../cli-context.ts";
import { readRun } from "./read-run.ts";
import { startTurn } from "./start-turn.ts";

export interface PublishOptions {
  run?: string;
  accept?: string;
  reason?: string;
  branch?: string;
  base?: string;
  json?: boolean;
}

/** Publishes a result that waits: the picked one of a race, one that was held back, or one whose branch couldn't be made. */
export function publish(
  { reference, options }: { reference: string; options: PublishOptions },
  context: CliContext,
): Promise<void> {
  const { branch = null, base = null } = options;
  const run = options.run === undefined ? null : readRun(options.run, "Publishing");
  const reason = options.reason?.trim() || null;
  const accept = (options.accept ?? "").split(",").flatMap((rule) => rule.trim() || []);
  return startTurn(
    {
      reference,
      isJson: options.json === true,
      isDetached: false,
      isDraftWanted: true,
      act: ({ params }, client) => client.call("publishTask", { params, body: { run, accept, reason, branch, base } }),
    },
    context,
  );
}
