import { join } from "node:path";
import { findAgent } from "@catalyst/agents";
import { CatalystError } from "@catalyst/core/apart";
import { installForUser } from "../../agents/install-for-user.ts";
import type { CliContext } from "../../cli-context.ts";
import { runDeviceLogin } from "./run-device-login.ts";

/** Has the pinned Codex CLI, installed where it isn't yet, sign in by device code: a login that nobody else has. */
export async function signIn(context: CliContext): Promise<string> {
  const { id, install } = findAgent("codex-cli");
  if (install.kind !== "npm") {
    throw new Error("Codex CLI is installed in another way.");
  }
  await installForUser({ agentId: id, from: null }, context);
  const { home } = await context.readConfig();
  const executable = join(home, "agents", id, install.version, install.executable);
  const login = await runDeviceLogin({ executable, args: [], signal: context.interrupted }, context.output);
  if (login === null) {
    throw new CatalystError(
      "cancelled",
      "Signing in to ChatGPT failed: Codex CLI ended without a login. Nothing was stored. Where there is a browser, take a login from there: codex login, then catalyst credentials add openai --chatgpt < ~/.codex/auth.json",
    );
  }
  return login;
}
