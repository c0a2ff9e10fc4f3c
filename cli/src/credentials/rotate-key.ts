import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalText } from "../output/words/clean-terminal-text.ts";
import { describeRotation, type PairName } from "./describe-rotation.ts";

/** Has whoever has the pair change it, and says what came of it. */
export async function rotateKey({ pair }: { pair: PairName }, context: CliContext): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  output.status(`waiting for the ${pair} …`);
  const rotated = await client.call("rotatePair", { params: { pair } }).finally(() => output.status(null));
  const { gatewayKeyFile } = await context.readConfig();
  const [done = "", ...further] = describeRotation({ pair, ...rotated }, gatewayKeyFile);
  output.data(cleanTerminalText(done));
  for (const line of further) {
    output.say(cleanTerminalText(line));
  }
}
