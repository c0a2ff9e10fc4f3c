const WORDS: Record<string, string> = {
  signed_up: "signed up",
  signed_in: "signed in",
  sign_in_failed: "failed to sign in",
  session_ended: "ended a session",
  link_made: "made a link to sign in",
  invited: "invited somebody",
  invitation_withdrawn: "withdrew an invitation",
  invitation_accepted: "accepted an invitation",
  person_removed: "removed a person",
  team_made: "made the team",
  team_renamed: "renamed the team",
  role_changed: "changed a role",
  member_removed: "removed a member",
  member_left: "left the team",
  key_made: "made an API key",
  key_ended: "ended an API key",
  sign_off_agreed: "agreed to sign-offs of commits",
  sign_off_withdrawn: "withdrew sign-offs of commits",
  account_linked: "linked an account",
  account_unlinked: "unlinked an account",
  passkey_added: "added a passkey",
  passkey_removed: "removed a passkey",
  password_changed: "changed their password",
  reset_link_made: "made a link for another password",
  password_reset: "got another password",
  setting_changed: "changed a setting",
  credential_opened: "let a team use a key",
  credential_closed: "took a key back from a team",
};

/** What somebody did; of a newer server, in its own word. */
export function auditWords(kind: string): string {
  return WORDS[kind] ?? kind.replaceAll("_", " ");
}

const CHANGES: Record<string, string> = { said: "was said", taken_back: "was taken back" };

/** `projects`: what each is called, by its id; what is unknown there keeps its id. */
export function factWords(facts: Record<string, string>, projects: Readonly<Record<string, string>> = {}): string {
  const { project, setting, change, ...rest } = facts;
  const named = project === undefined ? [] : [`project ${projects[project] ?? project}`];
  const said =
    setting === undefined ? [] : [`${setting}${change === undefined ? "" : ` ${CHANGES[change] ?? change}`}`];
  const loose = setting === undefined && change !== undefined ? { change, ...rest } : rest;
  const others = Object.entries(loose).map(([name, fact]) => `${name.replaceAll("_", " ")} ${fact}`);
  return [...named, ...said, ...others].join(" · ");
}
