import { publishTask } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { startTurn } from "./start-turn.ts";

export interface PublishOptions {
  run?: string;
  accept?: string;
  branch?: string;
  json?: boolean;
}

/** Publishes a result that waits: the picked one of a race, one that was held back, or one whose branch couldn't be made. */
export function publish(
  { reference, options }: { reference: string; options: PublishOptions },
  context: CliContext,
): Promise<void> {
  const branch = options.branch ?? null;
  const rules = (options.accept ?? "").split(",").flatMap((rule) => rule.trim() || []);
  return startTurn(
    {
      reference,
      isJson: options.json === true,
      isDetached: false,
      isDraftWanted: true,
      act: ({ task, actor, stores, deps }) => {
        const run = options.run === undefined ? null : Number(options.run);
        return publishTask({ task, actor, run, accept: rules, branch }, { ...deps, executions: stores.executions });
      },
    },
    context,
  );
}
