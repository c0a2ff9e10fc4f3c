/** Why a forge didn't do what it was asked for. */
export type ForgeProblem =
  /** The repository, or what was named in it, isn't there or may not be seen. */
  | { kind: "not_found" }
  /** We may not. `permission`: the one that is missing, as the forge names it; null: it doesn't say. */
  | { kind: "forbidden"; permission: string | null }
  /** It doesn't know who we are: our key isn't taken. */
  | { kind: "unauthorized" }
  /** Whose repository it is took us off it, or lets us rest. */
  | { kind: "uninstalled" }
  /** The repository can be read only. */
  | { kind: "archived" }
  /** The conversation takes no words of ours. */
  | { kind: "locked" }
  /** It was there once: an issue that was deleted, or issues that are off. */
  | { kind: "gone" }
  /** It is elsewhere by now: `to`, as `owner/name#7`; null: the forge says it in no such words. */
  | { kind: "moved"; to: string | null }
  /** The base has all that the branch has. */
  | { kind: "nothing_to_propose" }
  /** It can't be so: the base isn't there, a rule of the repository forbids it. */
  | { kind: "refused"; reason: string }
  /** People closed the pull request of this branch. */
  | { kind: "closed"; number: number; url: string }
  /** People deleted the comment that was to be edited. */
  | { kind: "deleted" }
  /** Nothing was done, and nothing is to be asked before then. */
  | { kind: "rate_limited"; until: Date }
  /** It can't be reached, or fails by itself. What was asked for may be done all the same. */
  | { kind: "outage"; reason: string };

export type ForgeOutcome<Made> = ({ kind: "made" } & Made) | { kind: "failed"; problem: ForgeProblem };

/** The forge is away and comes back: says nothing of the step that met it, which is to be done again. */
export class ForgeAway extends Error {
  override readonly name = "ForgeAway";
  /** null: nobody knows. */
  readonly until: Date | null;

  constructor(problem: Extract<ForgeProblem, { kind: "rate_limited" | "outage" }>) {
    super(problem.kind === "outage" ? `The forge is away: ${problem.reason}` : "The forge was asked too much.");
    this.until = problem.kind === "rate_limited" ? problem.until : null;
  }
}

/** A problem that lasts, in words. Throws `ForgeAway` for one that passes. */
export function describeForgeProblem(problem: ForgeProblem): string {
  switch (problem.kind) {
    case "not_found":
      return "it isn't there, or may not be seen";
    case "forbidden":
      return problem.permission === null
        ? "it isn't allowed"
        : `it isn't allowed without ${problem.permission}, which whoever owns it has to accept`;
    case "unauthorized":
      return "the forge doesn't take the key of Catalyst's account: its App was deleted, or has another key";
    case "uninstalled":
      return "Catalyst's App was taken off it, or suspended: whoever owns it can install it there again, or let it go on";
    case "archived":
      return "the repository is archived";
    case "locked":
      return "the conversation is locked";
    case "gone":
      return "it isn't there any more";
    case "moved":
      return problem.to === null
        ? "it was moved elsewhere"
        : `it was moved to ${problem.to}, where it can be asked for`;
    case "nothing_to_propose":
      return "the base has all of it already";
    case "refused":
      return problem.reason;
    case "closed":
      return `its pull request #${problem.number} was closed (${problem.url})`;
    case "deleted":
      return "its comment was deleted";
    case "rate_limited":
    case "outage":
      throw new ForgeAway(problem);
  }
}
