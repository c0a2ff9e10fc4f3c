/** Why nothing, or something else, came of what was asked on a forge. */
const REASONS: Record<string, string> = {
  no_rule: "it says nothing to Catalyst",
  unreadable: "it couldn't be read",
  nobody: "whoever did it is gone",
  edited: "a text counts as it was when it was written",
  deleted: "what was taken back stays done",
  locked: "the conversation is locked",
  nothing_failed: "none of the checks failed",
  not_for_us: "it was meant for somebody or something else",
  no_command: "the comment has no command",
  own_account: "Catalyst's own account did it",
  own_mark: "it quotes what Catalyst wrote",
  bot_not_listed: "bots may not ask here: the setting github.bots lists those that may",
  not_a_person: "neither a person nor a bot did it",
  actor_disagrees: "GitHub's own list says somebody else did it",
  no_permission: "whoever asked may not write in the repository",
  repository_unknown: "the repository isn't shown to Catalyst",
  subject_gone: "the issue or pull request is gone",
  quiet: "people asked to be left alone in this conversation",
  nothing_to_stop: "there was nothing to stop",
  approved: "an approval asks for nothing",
  not_wanted: "the project doesn't want it unasked",
  superseded: "there is a newer commit, or one is being worked on",
  not_our_commit: "the newest commit is somebody else's",
  rounds_spent: "failed checks were worked on as often as the project allows",
  draft: "it is a draft",
  archived: "the repository is archived",
  closed: "it is closed",
  fork: "it comes from a fork, where nothing can be pushed",
  edited_in: "the command was edited into a comment that asked for nothing",
  outsider: "whoever asked may not write in the repository",
  unknown_command: "there is no such command",
  not_here: "the command can't be given there",
  too_many_by_author: "whoever asked has asked too often in this hour: github.caps.perAuthorHour",
  too_many_in_repository: "too much was asked in this repository today: github.caps.perRepositoryDay",
  too_many_turns: "too much was asked of this pull request today: github.caps.perPullRequestDay",
  not_possible: "the task can't have that done as it is",
};

const KINDS: Record<string, string> = {
  assigned: "assigned",
  unassigned: "assignment taken back",
  labeled: "labelled",
  unlabeled: "label taken away",
  review_requested: "asked for a review",
  review_request_removed: "no longer asked for a review",
  opened: "opened",
  commented: "commented",
  code_commented: "commented on a line",
  comment_edited: "edited a comment",
  reviewed: "reviewed",
  checks_failed: "checks failed",
  head_changed: "new commits",
  closed: "closed",
  gone: "gone",
};

const ACTS: Record<string, string> = {
  submit: "a task was begun",
  message: "the task was told",
  join: "the task goes on for them as well",
  cancel: "the task was stopped",
  end: "the task was ended",
  thread: "answered there",
};

/** What a newer server says is shown by its own word. */
const wordIn = (words: Record<string, string>, word: string): string =>
  Object.hasOwn(words, word) ? (words[word] ?? word) : word.replaceAll("_", " ");

export const reasonWords = (reason: string): string => wordIn(REASONS, reason);
export const kindWords = (kind: string): string => wordIn(KINDS, kind);
export const actWords = (act: string | null): string | null => (act === null ? null : wordIn(ACTS, act));
