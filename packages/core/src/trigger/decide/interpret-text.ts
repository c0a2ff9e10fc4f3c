import { NO_OPTIONS } from "../command/options.ts";
import type { Command } from "../command/read-command.ts";
import { begin, beginReview, tell } from "./begin.ts";
import { type Decision, ignored, refused } from "./decision.ts";
import type { TriggerFacts } from "./facts.ts";
import { interpretCommand } from "./interpret-command.ts";

/**
 * What a text asks for. `whole`: what its agent is told of it, with where it stands; absent: the words themselves. `isToUs`: it
 * speaks to us without a command or mention.
 */
export function interpretText(facts: TriggerFacts, whole?: string, isToUs = facts.isOurThread): Decision {
  const { heard, isQuiet } = facts;
  if (heard.kind === "unknown") {
    return refused("unknown_command");
  }
  if (heard.kind === "none" && (!isToUs || whole === undefined)) {
    return ignored("no_command");
  }
  const command: Command =
    heard.kind === "command"
      ? { ...heard, instruction: whole ?? heard.instruction }
      : { kind: "command", verb: null, options: NO_OPTIONS, words: "", instruction: whole ?? "" };
  if (isQuiet && command.verb !== "listen") {
    return ignored("quiet");
  }
  return command.verb === null ? interpretWords(facts, command) : interpretCommand(facts, command);
}

/** Free words go to the task that is there, else they begin one. A change of somebody's pull request is asked for by command. */
function interpretWords(facts: TriggerFacts, { instruction, options }: Command): Decision {
  const { subject, task } = facts;
  if (task !== null) {
    return tell(task.id, instruction);
  }
  return subject?.kind === "issue"
    ? begin("issue", { instruction, options })
    : beginReview(facts, { instruction, options });
}
