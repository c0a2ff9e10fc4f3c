import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { askHidden } from "../credentials/ask-hidden.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { findApp } from "./find-app.ts";
import { readHost } from "./read-host.ts";

const ADDING = "Adding the App";

export interface AddAppInput {
  appId: string;
  slug: string;
  keyFile: string;
  host: string;
  hasWebhook: boolean;
  /** `login:id` each. */
  users: readonly string[];
  isJson: boolean;
}

/** Adds an App. Its key is read from the file, and the secret of its webhook from standard input. */
export async function addApp(input: AddAppInput, context: CliContext): Promise<void> {
  const { slug, keyFile, hasWebhook, isJson } = input;
  const host = readHost(input.host, ADDING);
  const appId = readNumber(input.appId, "--app-id", ADDING);
  const machineUsers = input.users.map((word) => readUser(word, ADDING));
  const privateKey = await readKey(keyFile, context);
  const client = await openApi(context);
  const webhookSecret = hasWebhook ? await askHidden("secret of its webhook", context) : null;
  const app = await client.call("addGitHubApp", {
    body: { host, appId, slug, privateKey, webhookSecret, machineUsers },
  });
  if (isJson) {
    context.output.json(app);
    return;
  }
  const { colors, data } = context.output;
  data(
    `${colors.green("✓")} The App ${cleanTerminalLine(app.slug, 100)} of ${cleanTerminalLine(app.host, 255)} is added.`,
  );
  if (hasWebhook) {
    data("  The address of its webhook is that of this server with /api/github/webhook, its content type JSON.");
  }
}

export async function removeApp({ app: named }: { app: string }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const app = await findApp(client, named, "Removing");
  await client.call("removeGitHubApp", { params: { app: app.id } });
  context.output.data(`The App ${cleanTerminalLine(app.slug, 100)} is forgotten here. At ${app.host} it stays.`);
}

async function readKey(path: string, { currentFolder }: CliContext): Promise<string> {
  try {
    return await readFile(resolve(currentFolder, path), "utf8");
  } catch (cause) {
    throw new CatalystError(
      "invalid_input",
      `Reading the App's key from ${path} failed: ${(cause as Error).message}. Check the path given with --key.`,
      { cause },
    );
  }
}

/** An account as `login:id`. `attempt`: "Adding the App". Throws `invalid_input`. */
export function readUser(word: string, attempt: string): { login: string; id: number } {
  const [login = "", id = ""] = word.split(":");
  if (login === "") {
    throw new CatalystError("invalid_input", `${attempt} failed: --user ${word} names no login before the colon.`);
  }
  return { login, id: readNumber(id, `--user ${login}:<id>`, attempt) };
}

function readNumber(text: string, option: string, attempt: string): number {
  const number = Number(text);
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: ${option} needs a number, and "${text.slice(0, 50)}" is none.`,
    );
  }
  return number;
}
