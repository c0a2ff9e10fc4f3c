import type { GitHubApp, GitHubInstallation, MissedRequest } from "@catalyst/api";
import type { CliContext } from "../../cli-context.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { countMissed } from "../backfill/count-missed.ts";

export interface MadeApp {
  app: GitHubApp;
  installations: readonly GitHubInstallation[];
  /** What was asked there before. */
  missed: readonly MissedRequest[];
  hasWebhook: boolean;
}

/** Says what is left to do once an App is made. */
export function sayNext({ app, installations, missed, hasWebhook }: MadeApp, { output }: CliContext): void {
  const name = cleanTerminalLine(app.slug, 100);
  if (installations.length === 0) {
    output.say(`Nobody has installed it yet. Once somebody did, see how it stands: catalyst github doctor`);
  }
  if (missed.length > 0) {
    output.say(`Before that ${countMissed(missed)}: catalyst github backfill`);
  }
  const heard = hasWebhook ? "" : " Nothing is told by a webhook: Catalyst asks for what happens.";
  output.say(`
In its repositories whoever may write asks for work by the label catalyst, by @${name} or by /catalyst in a comment.${heard}
How all of it stands, and where to mend it: catalyst github doctor`);
}
