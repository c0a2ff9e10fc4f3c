import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks patch 3 | git apply --index
  $ catalyst tasks patch 3 --run 1 > first.patch

For a result that its repository takes from people only, as one that changes workflow files: apply it, look at it, and
commit it as yourself. Files that aren't text are named and left out.`;

export function tasksPatchCommand(context: CliContext): Command {
  return new Command("patch")
    .description("what a task's result changes, for git apply")
    .argument("<task>", "number or beginning of the id")
    .option("--run <number>", "of this run, as tasks show counts them")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: { run?: string }) => {
      const { printPatch } = await import("../../../tasks/print-patch.ts");
      const { readRun } = await import("../../../tasks/read-run.ts");
      const run = options.run === undefined ? null : readRun(options.run, "Printing the patch");
      await printPatch({ reference, run }, context);
    });
}
