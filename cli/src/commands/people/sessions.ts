import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { listing } from "../../output/listing.ts";

export function sessionsCommand(context: CliContext): Command {
  return new Command("sessions")
    .description("where you are signed in")
    .addCommand(
      listing("list", "browsers and command lines, the newest first").action(async (options: { json?: boolean }) => {
        const { listSessions } = await import("../../login/sessions.ts");
        await listSessions({ isJson: options.json === true }, context);
      }),
    )
    .addCommand(
      new Command("end")
        .description("sign out there")
        .argument("<id>")
        .action(async (id: string) => {
          const { endSession } = await import("../../login/sessions.ts");
          await endSession({ id }, context);
        }),
    );
}
