import { Command } from "commander";
import type { CliContext } from "../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst up               until Ctrl-C
  $ catalyst up --until-idle  until nothing is left to do, and ten minutes more

Other commands start one by themselves, so, where none runs. Killed processes are started again; a killed
\`up\` loses nothing: the next one goes on where it was.`;

export function upCommand(context: CliContext): Command {
  return new Command("up")
    .description("run PostgreSQL and all services in the foreground")
    .option("--until-idle", "end when nothing is unfinished and nobody has asked for ten minutes")
    .addHelpText("after", EXAMPLES)
    .action(async (options: { untilIdle?: boolean }) => {
      const { runUp } = await import("../up/run-up.ts");
      await runUp(
        { config: await context.readConfig(), untilIdle: options.untilIdle === true, signal: context.interrupted },
        context.output,
      );
    });
}
