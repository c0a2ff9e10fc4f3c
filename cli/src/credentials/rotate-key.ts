import { rotateGatewayKeys } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { findActor, withStores } from "../open-stores.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import { awaitingGateway } from "../sealing/awaiting-gateway.ts";
import { describeRotation } from "./describe-rotation.ts";

/** Has the gateway change the key that is sealed to, and says what came of it. */
export async function rotateKey(context: CliContext): Promise<void> {
  const { output } = context;
  const config = await context.readConfig();
  const rotated = await withStores(context, async (stores) => {
    output.status("waiting for the gateway …");
    return rotateGatewayKeys({ actor: await findActor(stores) }, await awaitingGateway(context, stores));
  }).finally(() => output.status(null));
  const [done = "", ...further] = describeRotation(rotated, config.gatewayKeyFile);
  output.data(cleanTerminalText(done));
  for (const line of further) {
    output.say(cleanTerminalText(line));
  }
}
