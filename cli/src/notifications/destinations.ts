import type { Destination, NotificationKind } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { showList } from "../output/show-list.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";

const KINDS: readonly NotificationKind[] = ["done", "needs_you", "failed"];

export interface AddDestinationInput {
  name: string;
  url: string | undefined;
  project?: string;
  team?: string;
  kinds?: string;
  everyChange?: boolean;
  slack?: boolean;
  email?: boolean;
  isJson: boolean;
}

/** The secret alone goes to standard output, so that it can be piped to where it is kept. */
export async function addDestination(input: AddDestinationInput, context: CliContext): Promise<void> {
  const { name, url = null, project = null, team = null, everyChange: hasEveryChange = false, isJson } = input;
  const kinds = input.kinds === undefined ? [...KINDS] : input.kinds.split(/[\s,]+/).map(readKind);
  const client = await openApi(context);
  const channel = channelOf(input);
  const body = { name, channel, url, team, project, kinds, hasEveryChange } as const;
  const made = await client.call("createDestination", { body });
  if (isJson) {
    context.output.json({ ...made.destination, secret: made.secret });
    return;
  }
  if (made.secret === null) {
    context.output.data(`${name} is told from now on.`);
  } else {
    showSecret(made.secret, context);
  }
}

function channelOf({ slack, email }: AddDestinationInput): Destination["channel"] {
  if (slack === true && email === true) {
    throw new CatalystError("invalid_input", "Adding a destination failed: it is told by Slack or by e-mail. Say one.");
  }
  if (slack === true) {
    return "slack";
  }
  return email === true ? "email" : "webhook";
}

/** One of one's own, or of a team. */
export interface NamedDestination {
  name: string;
  team?: string;
}

export async function rotateSecret({ name, team }: NamedDestination, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { secret } = await client.call("rotateDestinationSecret", { params: { destination: name }, query: { team } });
  showSecret(secret, context);
}

export async function listDestinations(
  { isJson, team }: { isJson: boolean; team?: string },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listDestinations", { query: { team } });
  showList(
    data,
    { isJson, output: context.output },
    {
      head: ["name", "where", "of what", "told of"],
      none: "You are told nowhere but in the feed. Add a place: catalyst notifications add <name> <url>",
      row: (destination) => [
        cleanTerminalLine(destination.name, 40),
        cleanTerminalLine(destination.origin ?? destination.channel, 60),
        cleanTerminalLine(
          destination.project ?? (team === undefined ? "tasks that you ask for" : "all of the team"),
          40,
        ),
        describeSubjects(destination),
      ],
    },
  );
}

export async function removeDestination({ name, team }: NamedDestination, context: CliContext): Promise<void> {
  const client = await openApi(context);
  await client.call("removeDestination", { params: { destination: name }, query: { team } });
  context.output.data(`${name} is told nothing any more.`);
}

function showSecret(secret: string, { output }: CliContext): void {
  output.say("What requests are signed with is shown once. Keep it where they are received:");
  output.data(secret);
}

function describeSubjects({ kinds, hasEveryChange }: Destination): string {
  return hasEveryChange ? "every change" : kinds.join(", ");
}

function readKind(text: string): NotificationKind {
  const kind = KINDS.find((one) => one === text);
  if (kind === undefined) {
    throw new CatalystError(
      "invalid_input",
      `Adding a destination failed: "${text}" is no kind. Those are: ${KINDS.join(", ")}.`,
    );
  }
  return kind;
}
