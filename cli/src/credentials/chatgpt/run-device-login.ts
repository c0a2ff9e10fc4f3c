import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Output } from "../../output/output.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";

const MAX_FILE_BYTES = 128 * 1024;
const MAX_LINE_LENGTH = 1000;
/** A warning of the CLI's for homes in a temporary folder, which matters to its sandbox alone. */
const NOISE = /PATH aliases/;

interface DeviceLogin {
  executable: string;
  /** Beside the usual ones. */
  args: readonly string[];
  signal: AbortSignal;
}

/**
 * The auth.json of a sign-in by device code; null: there was none. What the CLI says is shown. Its home is a folder that is
 * gone afterwards, so that the login is nowhere but with whoever gets it.
 */
export async function runDeviceLogin(
  { executable, args, signal }: DeviceLogin,
  output: Pick<Output, "say">,
): Promise<string | null> {
  const home = await mkdtemp(join(tmpdir(), "catalyst-login-"));
  try {
    const usual = ["login", "--device-auth", "-c", 'cli_auth_credentials_store="file"'];
    const login = spawn(executable, [...usual, ...args], {
      env: { HOME: home, CODEX_HOME: home, PATH: "/usr/local/bin:/usr/bin:/bin" },
      cwd: home,
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    const ended = once(login, "close").then(
      ([exitCode]) => exitCode === 0,
      () => false,
    );
    await Promise.all([show(login.stdout, output), show(login.stderr, output), ended]);
    return (await ended) ? await readLogin(join(home, "auth.json")) : null;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function show(stream: Readable, output: Pick<Output, "say">): Promise<void> {
  for await (const line of createInterface(stream)) {
    if (!NOISE.test(line)) {
      output.say(cleanTerminalLine(line, MAX_LINE_LENGTH));
    }
  }
}

async function readLogin(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() && found.size <= MAX_FILE_BYTES ? readFile(path, "utf8") : null;
}
