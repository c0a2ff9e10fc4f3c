import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";

export interface SignOffInput {
  name?: string;
  email?: string;
  remove?: boolean;
  isJson: boolean;
}

/** Shows, gives or takes back a person's word that commits which they ask for may be signed off in their name. */
export async function runSignOff(input: SignOffInput, context: CliContext): Promise<void> {
  const { output } = context;
  const { name, email, remove, isJson } = input;
  const isGiven = name !== undefined || email !== undefined;
  if (isGiven && (name === undefined || email === undefined || remove === true)) {
    throw new CatalystError(
      "invalid_input",
      "A sign-off has a name and an address: both are said, by --name and --email.",
    );
  }
  const client = await openApi(context);
  if (remove === true) {
    await client.call("removeSignOff", {});
    output.say("Nothing is signed off in your name from now on.");
    return;
  }
  const { signOff } =
    name !== undefined && email !== undefined
      ? await client.call("putSignOff", { body: { name, email } })
      : await client.call("getSignOff", {});
  if (isJson) {
    output.json({ signOff });
    return;
  }
  output.data(
    signOff === null
      ? "Nothing is signed off in your name. Where a project wants that of whoever asks (github.dco: requester), a check of sign-offs fails."
      : `Commits that you ask for are signed off by ${cleanTerminalLine(`${signOff.name} <${signOff.email}>`, 400)} where a project wants that of whoever asks (github.dco: requester).`,
  );
}
