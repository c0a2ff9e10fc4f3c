import { Argument, Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { PAIRS, type PairName } from "../../../credentials/describe-rotation.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials rotate             the gateway's: what credentials and secrets are sealed to
  $ catalyst credentials rotate worker      the workers': destinations, and the keys of GitHub Apps
  $ catalyst credentials rotate server      the servers': the secrets of GitHub's webhooks

A new key is made, all that is sealed is wrapped for it and the old one is dropped. May be interrupted and
run again at any point; doctor says how old each is. A new key of a provider:
catalyst credentials add <provider> --replace`;

export function credentialsRotateCommand(context: CliContext): Command {
  return new Command("rotate")
    .description("change a key that what opens doors is sealed to")
    .addArgument(new Argument("[whose]", "who can open what is sealed to it").choices(PAIRS).default("gateway"))
    .addHelpText("after", EXAMPLES)
    .action(async (pair: PairName) => {
      const { rotateKey } = await import("../../../credentials/rotate-key.ts");
      await rotateKey({ pair }, context);
    });
}
