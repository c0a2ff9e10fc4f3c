import type { CommandRule } from "../command/commands.ts";
import { describeCommands } from "../command/describe-commands.ts";
import type { TriggerFacts } from "../decide/facts.ts";
import { mayGive } from "../decide/may-give.ts";
import { placeOf } from "../decide/place-of.ts";

/** What whoever asks may say there, in Markdown. */
export function sayHelp(facts: TriggerFacts): string {
  const isAllowed = ({ who }: CommandRule) => mayGive(who, facts);
  return ["Here you can say:", describeCommands(placeOf(facts), isAllowed)].join("\n\n");
}
