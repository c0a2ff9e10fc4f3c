import type { CliContext } from "../cli-context.ts";
import { askLine } from "../output/ask-line.ts";
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

const WHY = "Why do you accept it? It is kept with the result; Enter says nothing";

/** Publishes a result that waits: the picked one of a race, one that was held back, or one whose branch couldn't be made. */
export async function publish(
  { reference, options }: { reference: string; options: PublishOptions },
  context: CliContext,
): Promise<void> {
  const { branch = null, base = null } = options;
  const run = options.run === undefined ? null : readRun(options.run, "Publishing");
  const accept = (options.accept ?? "").split(",").flatMap((rule) => rule.trim() || []);
  const isToSay = accept.length > 0 && options.reason === undefined && options.json !== true;
  const reason = options.reason?.trim() || (isToSay ? await askLine(WHY, context) : null);
  await startTurn(
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
