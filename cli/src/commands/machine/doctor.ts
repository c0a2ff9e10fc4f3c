import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst doctor
  $ catalyst doctor --json | jq 'select(.state == "failed")'

Tries each prerequisite. ✓ works, ! works with limits, ✗ is missing. Exit code 3 when something is missing.`;

export function doctorCommand(context: CliContext): Command {
  return new Command("doctor")
    .description("try every prerequisite and say how to mend what is missing")
    .option("--json", "print one check a line")
    .addHelpText("after", EXAMPLES)
    .action(async (options: { json?: boolean }) => {
      const { runDoctor } = await import("../../doctor/run-doctor.ts");
      await runDoctor({ isJson: options.json === true }, context);
    });
}
