import type { Setting } from "./setting.ts";

const number = (key: string, label: string, hint?: string): Setting => ({
  key,
  label,
  kind: "number",
  isFiles: false,
  ...(hint === undefined ? {} : { hint }),
});

/** Who is heard on GitHub, how much, and how results are published there. */
export const GITHUB: readonly Setting[] = [
  {
    key: "github.publish",
    label: "Results are published",
    kind: "choice",
    words: {
      auto: "by what they are: held in public repositories, of outsiders' text, and where CI would run what was changed",
      run: "at once",
      hold: "once somebody says so",
    },
    isFiles: true,
  },
  { key: "github.label", label: "The label that asks for work", kind: "text", isFiles: false },
  {
    key: "github.outsiders",
    label: "People who may not write are answered",
    kind: "choice",
    words: { silent: "nothing", "reply-once": "once, that they may not ask" },
    isFiles: false,
  },
  {
    key: "github.outsiderPlan",
    label: "Work on outsiders' text waits for its plan to be approved",
    kind: "boolean",
    isFiles: true,
  },
  {
    key: "github.bots",
    label: "Bots that may ask",
    hint: "GitHub's numbers, one a line.",
    kind: "list",
    placeholder: "none",
    isFiles: false,
  },
  {
    key: "github.teams",
    label: "Teams whose being asked for a review asks Catalyst",
    hint: "GitHub's numbers, one a line.",
    kind: "list",
    placeholder: "none",
    isFiles: false,
  },
  {
    key: "github.reviewAuto",
    label: "Pull requests reviewed unasked",
    kind: "choice",
    words: { off: "none", ready: "when they become ready", push: "at every push" },
    isFiles: false,
  },
  {
    key: "github.reviewInline",
    label: "Comments at lines in one review",
    hint: "0 to 50.",
    kind: "number",
    isFiles: true,
  },
  number("github.autofix", "How often failed checks are worked on unasked", "0 to 3."),
  number("github.caps.perAuthorHour", "Tasks and turns of one account in an hour"),
  number("github.caps.perRepositoryDay", "Tasks of a repository in a day"),
  number("github.caps.perPullRequestDay", "Turns of a pull request in a day that nobody asked for in words"),
  number("github.caps.botsInRow", "Turns one after another that bots ask for", "Until a person says something."),
  number("github.maxParallel", "Runs of a repository at once", "1 to 100; others wait."),
  { key: "github.draft", label: "Every pull request is a draft", kind: "boolean", isFiles: true },
  {
    key: "github.labels",
    label: "Labels that pull requests get",
    hint: "One a line.",
    kind: "list",
    placeholder: "none",
    isFiles: false,
  },
  {
    key: "github.deleteBranch",
    label: "The branch of a merged pull request is deleted",
    kind: "boolean",
    isFiles: false,
  },
  {
    key: "github.dco",
    label: "Commits are signed off",
    kind: "choice",
    words: { none: "by nobody", bot: "by the bot", requester: "by whoever asked, once they agree" },
    isFiles: false,
  },
];
