import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { readUser } from "./apps.ts";
import { findApp } from "./find-app.ts";

export interface SetUsersInput {
  /** Its name, or its id here. */
  app: string;
  /** `login` or `login:id` each. */
  users: readonly string[];
  /** Logins. */
  removed: readonly string[];
  isJson: boolean;
}

/** Adds and removes accounts that people pick as assignee or reviewer. */
export async function setUsers(
  { app: named, users, removed, isJson }: SetUsersInput,
  context: CliContext,
): Promise<void> {
  if (users.length + removed.length === 0) {
    throw new CatalystError("invalid_input", "Changing the App failed: name an account with --user or --remove-user.");
  }
  const addUsers = users.map((word) =>
    word.includes(":") ? readUser(word, "Changing the App") : { login: word, id: null },
  );
  const client = await openApi(context);
  const { id } = await findApp(client, named, "Changing");
  const body = { addUsers, removeUsers: [...removed] };
  const app = await client.call("changeGitHubApp", { params: { app: id }, body });
  if (isJson) {
    context.output.json(app);
    return;
  }
  const { colors, data } = context.output;
  const names = app.machineUsers.map(({ login }) => cleanTerminalLine(login, 100)).join(", ");
  const picked = names === "" ? "Nobody is picked for it: the label and mentions do." : `People pick for it: ${names}.`;
  data(`${colors.green("✓")} ${picked} Whether they can be: catalyst github doctor`);
}
