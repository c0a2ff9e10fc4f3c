import { CatalystError, SETTINGS_EXIT_CODE } from "@catalyst/core/apart";
import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst up               until Ctrl-C
  $ catalyst up --listen 127.0.0.1:8080
  $ catalyst up --metrics 127.0.0.1:9464
  $ catalyst up --until-idle  until nothing is left to do, and ten minutes more

Other commands start one in the background where none runs, which opens no port; it makes room for one that
you start. Killed processes are started again; a killed
\`up\` loses nothing: the next one goes on where it was.`;

interface UpOptions {
  untilIdle?: boolean;
  listen?: string | null;
  metrics?: string | null;
}

export function upCommand(context: CliContext): Command {
  return new Command("up")
    .description("run PostgreSQL and all services in the foreground")
    .option(
      "--listen <host:port>",
      "where browsers and programs find the server; off: nowhere (default: 127.0.0.1:3210)",
    )
    .option("--metrics <host:port>", "where the processes tell their metrics, each at the next port (default: nowhere)")
    .option("--until-idle", "end when nothing is unfinished and nobody has asked for ten minutes")
    .addHelpText("after", EXAMPLES)
    .action(async ({ untilIdle = false, listen = null, metrics = null }: UpOptions) => {
      const { runUp } = await import("../../up/run-up.ts");
      const config = await context.readConfig();
      try {
        await runUp({ config, untilIdle, listen, metrics, signal: context.interrupted }, context.output);
      } catch (error) {
        if (untilIdle && error instanceof CatalystError && error.code === "invalid_configuration") {
          // Whoever started it needn't start it again.
          context.setExitCode(SETTINGS_EXIT_CODE);
        }
        throw error;
      }
    });
}
