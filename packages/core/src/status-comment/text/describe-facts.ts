import { MACHINE_OWNER } from "../../account/machine-owner.ts";
import type { Payer } from "../../credential/payer.ts";
import { codeLine } from "../../forge/text/plain-text.ts";
import { sayDuration } from "../../forge/text/say-duration.ts";
import { isFinal } from "../../task/task-state.ts";
import { sayName } from "./say-name.ts";
import type { StatusFacts } from "./status-facts.ts";

/** Who works for whom, from when, for how much: one line. */
export function describeFacts(facts: StatusFacts): string {
  return [
    ...[...describeWho(facts), describeTime(facts), describeCost(facts), describeBase(facts)],
    ...[describeOthers(facts), describeTold(facts)],
  ]
    .filter((fact) => fact !== null)
    .join(" · ");
}

function describeWho({ agent, requester, payer, before, task }: StatusFacts): (string | null)[] {
  const model = agent?.model == null ? "" : ` (${codeLine(agent.model)})`;
  const works = agent === null ? null : `${codeLine(agent.id)}${model}`;
  const whom = requester === null ? null : `for ${sayName(requester)}`;
  const place = task.status === "pending" && before !== null ? describePlace(before) : null;
  return [works, whom, place, payer === null ? null : describePayer(payer)];
}

function describePayer({ kind, name, isOpen }: Payer): string {
  const person = name === MACHINE_OWNER ? "the machine's owner" : codeLine(name);
  const whose = kind === "team" ? `the team ${codeLine(name)}` : person;
  return `paid by ${whose}${isOpen ? ", for all who may write here" : ""}`;
}

function describePlace(before: number): string {
  return before === 0 ? "next in line" : `${before} before it`;
}

function describeTime({ task, startedAt, endedAt }: StatusFacts): string | null {
  if (startedAt === null) {
    return null;
  }
  if (isFinal(task.status) && endedAt !== null) {
    return sayDuration(endedAt.getTime() - startedAt.getTime());
  }
  return `since ${startedAt.toISOString().slice(11, 16)} UTC`;
}

function describeCost({ usage, budgetUsd }: StatusFacts): string | null {
  const { requests, costUsd, isCovered } = usage;
  if (requests === 0 || costUsd === null) {
    return null;
  }
  const limit = budgetUsd === null ? "" : ` of $${budgetUsd.toFixed(2)}`;
  return costUsd === 0 && isCovered ? "covered by a subscription" : `$${costUsd.toFixed(2)}${limit}`;
}

/** Seen before the money is spent, where it is a wrong one. */
function describeBase({ task }: StatusFacts): string | null {
  return task.baseBranch === null || isFinal(task.status) ? null : `onto ${codeLine(task.baseBranch)}`;
}

const MAX_PUSHERS = 3;

/** What others pushed since it began is built on by the next turn, at the soonest. */
function describeOthers({ isOnOthers, pushers }: StatusFacts): string | null {
  if (pushers.length === 0) {
    return isOnOthers ? "builds on commits that others pushed" : null;
  }
  const named = pushers.slice(0, MAX_PUSHERS).map((name) => sayName({ name, isOfForge: true }));
  const more = pushers.length > MAX_PUSHERS ? " and others" : "";
  return `${named.join(", ")}${more} pushed since: what is asked for next builds on that`;
}

function describeTold({ task }: StatusFacts): string | null {
  return task.contextPayload.hasOutsiderInput === true ? "read words of outsiders: no other hosts, no secrets" : null;
}
