import type { CatalystErrorCode } from "@catalyst/core";

const DOCTOR = "see what is wrong: catalyst doctor";
const LATER = `Try again in a while; if that doesn't help, ${DOCTOR}`;

/** What somebody at a terminal can do about an error that brings no way of its own; null: nothing beside what it says, which may be that already. */
export function sayCode(code: CatalystErrorCode, message: string): string | null {
  const sentence = SENTENCES[code];
  if (sentence === null || message.includes(sentence)) {
    return null;
  }
  return sentence === LATER && message.includes("Try again") ? `If that doesn't help, ${DOCTOR}` : sentence;
}

const SENTENCES: Record<CatalystErrorCode, string | null> = {
  // These name what was typed wrongly, isn't there or is in the way, and how it would be right.
  invalid_input: null,
  not_found: null,
  conflict: null,
  invalid_configuration: "Once that is mended, see whether all is well: catalyst doctor",
  outdated: "It was changed meanwhile: read it again, and ask for what fits.",
  base_gone: "Start anew from a base that is there: catalyst run --base main",
  unauthenticated: "Sign in again: catalyst login",
  forbidden: "Ask the owner or an admin of the project to allow it, or to do it.",
  unsupported: "It won't work as it is: ask for it in another way.",
  prerequisite_missing: "See what is missing here: catalyst doctor",
  unavailable: LATER,
  storage_full: "Free some space: catalyst clean",
  isolation_unavailable: "See what isolation lacks here: catalyst doctor",
  gateway_unavailable: LATER,
  environment_refused: "See what environments lack here: catalyst doctor",
  credential_missing: "Add a key: catalyst credentials add",
  credential_rejected: "Give a working key in its place: catalyst credentials add --replace",
  policy_violation: "Look at what was found, and publish it if it is right: catalyst tasks show",
  budget_exceeded: "Raise the budget, or wait until there is room in it: catalyst tasks resume",
  lease_lost: "See what became of it: catalyst tasks list",
  // Who cancelled it knows.
  cancelled: null,
};
