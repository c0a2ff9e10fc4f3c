import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst doctor
  $ catalyst doctor --json | jq 'select(.state == "failed")'
  $ catalyst doctor --invariants

Tries each prerequisite. ✓ works, ! works with limits, ✗ is missing. Exit code 3 when something is missing.
With --invariants it looks instead whether all that always holds does so here, whatever was killed: it reads, and
changes nothing.`;

export function doctorCommand(context: CliContext): Command {
  return new Command("doctor")
    .description("try every prerequisite and say how to mend what is missing")
    .option("--json", "print one check a line")
    .option("--invariants", "look whether tasks, logs, budgets and machine are as they always are")
    .option("--grace <seconds>", "with --invariants: how long what is under way may take", "600")
    .addHelpText("after", EXAMPLES)
    .action(async (options: { json?: boolean; invariants?: boolean; grace: string }) => {
      const { runDoctor } = await import("../../doctor/run-doctor.ts");
      const grace = options.invariants === true ? options.grace : null;
      await runDoctor({ isJson: options.json === true, grace }, context);
    });
}
