import type { Reaction } from "../../forge/reaction.ts";
import type { Act } from "../decide/decision.ts";
import type { TriggerFacts } from "../decide/facts.ts";
import type { Signal } from "../signal/signal.ts";
import { addressee } from "./addressee.ts";
import type { Decided } from "./decided.ts";
import type { ForgeAnswer } from "./forge-answer.ts";
import { sayHelp } from "./say-help.ts";
import { sayRefusal } from "./say-refusal.ts";
import { threadToAnswer } from "./thread-to-answer.ts";
import { writtenOf } from "./written-of.ts";

/** What is told of a decision where it was asked for. Who may not ask is told nothing, unless the project has it said. */
export function answersTo(decided: Decided): ForgeAnswer[] {
  const { decision, signal, facts } = decided;
  switch (decision.kind) {
    case "ignored":
      return [];
    case "refused": {
      if (decision.isSilent === true) {
        return [];
      }
      const text = `${addressee(signal.actor.login)}${sayRefusal(decision.reason, decided)}`;
      const said: ForgeAnswer = { does: "say", ...placeToAnswer(decided), text };
      return decision.reason === "outsider" ? [said] : [...react(decided, "refused"), said];
    }
    case "accepted":
      return [...answersToAct(decision.act, decided), ...takeLabelOff(signal, facts)];
  }
}

function answersToAct(act: Act, decided: Decided): ForgeAnswer[] {
  switch (act.kind) {
    case "submit":
    case "message":
    case "join":
      return react(decided, "seen");
    case "cancel":
      return decided.facts.heard.kind === "command" ? react(decided, "done") : [];
    case "note_push":
      return [];
    case "end":
      return act.why === "merged" ? deleteBranch(decided.facts) : [];
    case "thread":
      return answersToThread(act, decided);
  }
}

function answersToThread(act: Extract<Act, { kind: "thread" }>, decided: Decided): ForgeAnswer[] {
  const place = placeToAnswer(decided);
  const to = addressee(decided.signal.actor.login);
  switch (act.act) {
    case "tell_commands":
      return [{ does: "say", ...place, text: `${to}${sayHelp(decided.facts)}` }];
    case "tell_status":
      return act.taskId === null
        ? [{ does: "say", ...place, text: `${to}Nothing was asked of me here.` }]
        : [{ does: "tell_status", ...place, to }];
    default:
      return react(decided, "done");
  }
}

/** Where words are read by whoever waits for them. */
function placeToAnswer(decided: Decided): { number: number; thread?: string } {
  const thread = threadToAnswer(decided);
  const { number } = decided.signal;
  return thread === null ? { number } : { number, thread };
}

function react({ signal, facts }: Decided, reaction: Reaction): ForgeAnswer[] {
  const to = writtenOf(signal, facts.review);
  return to === null ? [] : [{ does: "react", to, reaction }];
}

/** The branch that was merged, where the project wants that: ours, of this repository, with nothing on it but what we published. */
function deleteBranch({ policy, task, subject }: TriggerFacts): ForgeAnswer[] {
  const change = subject?.change ?? null;
  const commit = task?.isItsPullRequest === true ? (task.headCommit ?? null) : null;
  return policy.deleteBranch && commit !== null && change !== null && !change.isFork
    ? [{ does: "delete_branch", branch: change.branch, commit }]
    : [];
}

/** Who puts it on again asks again. */
function takeLabelOff(signal: Signal, { subject }: TriggerFacts): ForgeAnswer[] {
  return signal.kind === "labeled" && subject !== null
    ? [{ does: "remove_label", number: signal.number, label: signal.label }]
    : [];
}
