import { Option } from "commander";
import type { CliContext } from "../../cli-context.ts";

/** For commands that begin work: a key from a variable goes to a server elsewhere only where its provider is named. */
export function sendKeyOption(context: CliContext): Option {
  const option = new Option(
    "--send-key <provider>",
    "to a server elsewhere: your variable's key too, for this task alone",
  );
  return option.argParser((provider: string) => {
    context.sentKeys = [...context.sentKeys, provider];
    return context.sentKeys;
  });
}
