import type { ForgePort } from "../../../forge/forge-port.ts";
import type { Reaction, Written } from "../../../forge/reaction.ts";
import type { Repo } from "../../../vcs/repo.ts";

/** What people see at the forge. */
interface SeenForge {
  pullRequests: {
    number: number;
    head: string;
    title: string;
    body: string;
    isDraft: boolean;
    isOpen: boolean;
    /** Logins of those who are assigned or asked to review it. */
    asked?: readonly string[];
    labels?: readonly string[];
  }[];
  reviews: SeenReview[];
  comments: { number: number; body: string }[];
  /** What was answered in a thread about lines. */
  answers: { comment: string; body: string }[];
  /** Our account's. */
  reactions: { to: Written["kind"]; reaction: Reaction }[];
  labels: { number: number; labels: string[] }[];
  branches: string[];
}

interface SeenReview {
  number: number;
  body: string;
  isFolded?: boolean;
  /** `answers`: what was said in the thread that it began. */
  inline: { file: string; line: number; body: string; isSettled?: boolean; answers?: string[] }[];
}

/** A forge with a repository, its people, and what can go wrong at it. */
export interface PlayedForge {
  forge: ForgePort;
  repo: Repo;
  /** One that isn't there. */
  absent: Repo;
  base: string;
  /** Branches with commits that the base doesn't have. */
  heads: readonly [string, string];
  /** Where both are. */
  headCommit: string;
  /** An open pull request of somebody else's whose change has the line. */
  theirs: { number: number; commit: string; file: string; line: number };
  /** An open issue of somebody else's. */
  issue: { number: number; title: string; body: string; author: string };
  /** Who may write there, and no more. */
  writer: { id: string; login: string };
  /** A line that the change doesn't have. */
  lineElsewhere: number;
  see(): Promise<SeenForge>;
  people: {
    closePullRequest(number: number): Promise<void>;
    mergePullRequest(number: number): Promise<void>;
    editPullRequest(number: number, body: string): Promise<void>;
    /** Returns the comment's number at the forge. */
    comment(number: number, body: string): Promise<string>;
    label(number: number, label: string): Promise<void>;
    deleteComments(number: number): Promise<void>;
    /** Begins a thread at the line of their pull request. Returns its comment. */
    commentOnLine(body: string): Promise<string>;
  };
  /** The next thing that is asked for meets it; an outage also after it was done. */
  meet(problem: "forbidden" | "rate_limited" | "outage" | "late_outage"): void;
  /** For the adapter it is that time by now. */
  passUntil(time: Date): void;
}

/** By which the contract's tests know what they make. */
export const MARK = "task-7";

export function propose(
  { forge, repo, base, heads }: PlayedForge,
  more: Partial<Parameters<ForgePort["ensurePullRequest"]>[0]> = {},
) {
  const wish = { title: "Mend the sum", body: "It subtracted.", isDraft: false, mark: MARK };
  return forge.ensurePullRequest({ repo, base, head: heads[0], ...wish, ...more });
}
