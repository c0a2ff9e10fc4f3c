import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";

const BY = { machine: "by this machine's own socket", session: "signed in", api_key: "by an API key" };

export async function showWhoami({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const me = await client.call("getMe", {});
  if (isJson) {
    context.output.json(me);
  } else {
    context.output.data(`${cleanTerminalLine(me.login, 255)} (${cleanTerminalLine(me.name, 100)}), ${BY[me.by]}`);
  }
}
