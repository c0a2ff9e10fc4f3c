import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { findAgent } from "@catalyst/agents";
import { CatalystError } from "@catalyst/core/apart";
import { installForUser } from "../../agents/install-for-user.ts";
import type { CliContext } from "../../cli-context.ts";
import { runDeviceLogin } from "./run-device-login.ts";

const BY_FILE =
  "With a Codex CLI of your own: codex login --device-auth, then catalyst credentials add openai --chatgpt < ~/.codex/auth.json";

/** Has the pinned Codex CLI, installed where it isn't yet, sign in by device code: a login that nobody else has. */
export async function signIn(context: CliContext): Promise<string> {
  const executable = await findCodex(context);
  const login = await runDeviceLogin({ executable, args: [], signal: context.interrupted }, context.output);
  if (login === null) {
    throw new CatalystError(
      "cancelled",
      `Signing in to ChatGPT failed: Codex CLI ended without a login. Nothing was stored. ${BY_FILE}`,
    );
  }
  return login;
}

/** Where commands ask a server elsewhere, agents are installed there, and none may be here. */
async function findCodex(context: CliContext): Promise<string> {
  const { id, install } = findAgent("codex-cli");
  if (install.kind !== "npm") {
    throw new Error("Codex CLI is installed in another way.");
  }
  const { home } = await context.readConfig();
  const executable = join(home, "agents", id, install.version, install.executable);
  const isThere = () =>
    access(executable, constants.X_OK).then(
      () => true,
      () => false,
    );
  if (!(await isThere())) {
    await installForUser({ agentId: id, from: null }, context);
  }
  if (!(await isThere())) {
    throw new CatalystError(
      "prerequisite_missing",
      `Signing in to ChatGPT failed: there is no Codex CLI on this machine. ${BY_FILE}`,
    );
  }
  return executable;
}
