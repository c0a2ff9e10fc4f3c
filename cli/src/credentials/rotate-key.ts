import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalText } from "../output/words/clean-terminal-text.ts";
import { describeRotation } from "./describe-rotation.ts";

/** Has the gateway change the key that is sealed to, and says what came of it. */
export async function rotateKey(context: CliContext): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  output.status("waiting for the gateway …");
  const rotated = await client.call("rotateKeys", {}).finally(() => output.status(null));
  const { gatewayKeyFile } = await context.readConfig();
  const [done = "", ...further] = describeRotation(rotated, gatewayKeyFile);
  output.data(cleanTerminalText(done));
  for (const line of further) {
    output.say(cleanTerminalText(line));
  }
}
