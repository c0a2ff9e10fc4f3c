import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
It signs in as the owner of this machine, once, within an hour: give it to nobody. Needs a running \`catalyst up\`.`;

export function openCommand(context: CliContext): Command {
  return new Command("open")
    .description("print a link that signs you in at this machine's server")
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const { showLink } = await import("../../login/show-link.ts");
      await showLink(context);
    });
}
