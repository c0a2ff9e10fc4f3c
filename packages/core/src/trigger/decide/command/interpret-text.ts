import { beginIssue, beginReview } from "../begin.ts";
import { accepted, type Decision, ignored, refused } from "../decision.ts";
import type { TriggerFacts } from "../facts.ts";
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
  if (heard.kind === "none") {
    const words = isToUs ? whole : undefined;
    return words === undefined ? ignored("no_command") : interpretWords(facts, words);
  }
  const text = whole ?? heard.instruction;
  if (isQuiet && heard.verb !== "listen") {
    return ignored("quiet");
  }
  return heard.verb === null
    ? interpretWords(facts, text)
    : interpretCommand(facts, { verb: heard.verb, agent: heard.options.agent, text });
}

/** Free words go to the task that is there, else they begin one. A change of somebody's pull request is asked for by command. */
function interpretWords(facts: TriggerFacts, text: string): Decision {
  const { subject, task, isQuiet } = facts;
  if (isQuiet) {
    return ignored("quiet");
  }
  if (task !== null) {
    return accepted(
      text.trim() === "" ? { kind: "join", taskId: task.id } : { kind: "message", taskId: task.id, text },
    );
  }
  return subject?.kind === "issue"
    ? beginIssue({ agent: null, instruction: text, needsPlan: false })
    : beginReview(facts, text);
}
