import type { ApiKey, KeyScope } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { showList } from "../output/show-list.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatAge, formatTime } from "../output/words/format-quantity.ts";
import { readRole } from "./read-role.ts";

const ATTEMPT = "Making an API key";
const SCOPES: readonly KeyScope[] = ["tasks:read", "tasks:write", "settings", "secrets", "credentials", "teams"];
const DAY_MILLISECONDS = 86_400_000;
const MAX_DAYS = 3650;

export interface CreateKeyInput {
  name: string;
  scopes: string;
  role: string;
  team?: string;
  project?: string;
  days?: string;
  isJson: boolean;
}

/** The key alone goes to standard output, so that it can be piped to where it is kept. */
export async function createKey(input: CreateKeyInput, context: CliContext): Promise<void> {
  const { name, scopes, role, team = null, project = null, days, isJson } = input;
  const body = {
    name,
    scopes: scopes.split(/[\s,]+/).map(readScope),
    role: readRole(role, ATTEMPT),
    team,
    project,
    expiresAt: days === undefined ? null : readExpiry(days),
  };
  const client = await openApi(context);
  const made = await client.call("createApiKey", { body });
  if (isJson) {
    context.output.json({ ...made.apiKey, key: made.key });
    return;
  }
  context.output.say("This is shown once. Keep it where the program finds it:");
  context.output.data(made.key);
}

export async function listKeys({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listApiKeys", {});
  const now = new Date();
  showList(
    data,
    { isJson, output: context.output },
    {
      head: ["name", "key", "role", "where", "used", "ends", "scopes"],
      none: "No API keys yet. Make one: catalyst keys create <name>",
      row: (key) => [
        cleanTerminalLine(key.name, 40),
        `${key.prefix}…`,
        key.role,
        cleanTerminalLine(key.project ?? key.team ?? "everywhere", 40),
        key.lastUsedAt === null ? "never" : formatAge(new Date(key.lastUsedAt), now),
        describeEnd(key, now),
        key.scopes.join(" "),
      ],
    },
  );
}

export async function removeKey({ name }: { name: string }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  await client.call("removeApiKey", { params: { key: name } });
  context.output.data(`The API key ${name} is removed.`);
}

function describeEnd({ expiresAt }: ApiKey, now: Date): string {
  if (expiresAt === null) {
    return "-";
  }
  const end = new Date(expiresAt);
  return end <= now ? "ended" : formatTime(end);
}

function readScope(text: string): KeyScope {
  const scope = SCOPES.find((one) => one === text);
  if (scope === undefined) {
    throw new CatalystError(
      "invalid_input",
      `${ATTEMPT} failed: "${text}" is no scope. Those are: ${SCOPES.join(", ")}.`,
    );
  }
  return scope;
}

function readExpiry(text: string): string {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw new CatalystError("invalid_input", `${ATTEMPT} failed: --days must be a whole number from 1 to ${MAX_DAYS}.`);
  }
  return new Date(Date.now() + days * DAY_MILLISECONDS).toISOString();
}
