import { DEVICE_LOGIN, findAgent, isLoginNoise, readDeviceCode } from "@catalyst/agents";
import {
  type AddCredentialDeps,
  type AgentCatalog,
  addCredential,
  CatalystError,
  type TellProgress,
  type WorkerWish,
} from "@catalyst/core";
import { runInEmptyHome } from "@catalyst/machine";
import { findInstalledAgent } from "@catalyst/sandbox";

/** Longer than a code counts. */
const PATIENCE_SECONDS = 16 * 60;
const MAX_LINES = 50;

export type SignInWish = Extract<WorkerWish, { kind: "sign_in_chatgpt" }>;

interface SignInDeps {
  agents: Pick<AgentCatalog, "find" | "ensureInstalled">;
  /** Where the pinned Codex CLI is, once it is installed. */
  findCodex: () => Promise<string | null>;
  credentials: AddCredentialDeps;
  /** Beside the usual ones. */
  args?: readonly string[];
  signal: AbortSignal;
}

/**
 * Signs a person in to ChatGPT by the pinned Codex CLI, tells them where to type which code, and seals the login that comes of it to the gateway at
 * once: it is in no message, row or file of ours. Returns the credential's id. Throws `cancelled` where nobody agreed, and like `addCredential`.
 */
export async function signInToChatGpt(
  { userId, isReplacing }: Pick<SignInWish, "userId" | "isReplacing">,
  tell: TellProgress,
  { agents, findCodex, credentials, args = [], signal }: SignInDeps,
): Promise<string> {
  await agents.ensureInstalled(await agents.find("codex-cli", null), { onProgress: tell, signal });
  const executable = await findCodex();
  const key = executable === null ? null : await login(executable, { args, tell, signal });
  if (key === null) {
    throw new CatalystError(
      "cancelled",
      "Signing in to ChatGPT failed: nobody agreed there in time, or its answer was no login. Nothing was stored.",
    );
  }
  const actor = { kind: "person", userId } as const;
  const asked = { actor, provider: "openai", baseUrl: null, isReplacing, key } as const;
  return (await addCredential(asked, credentials)).id;
}

interface Login {
  args: readonly string[];
  tell: TellProgress;
  signal: AbortSignal;
}

function login(executable: string, { args, tell, signal }: Login): Promise<string | null> {
  const said: string[] = [];
  return runInEmptyHome({
    ...DEVICE_LOGIN,
    ...{ executable, args: [...DEVICE_LOGIN.args, ...args] },
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_SECONDS * 1000)]),
    onLine(line) {
      if (said.length < MAX_LINES && !isLoginNoise(line)) {
        said.push(line);
        const found = readDeviceCode(said);
        if (found !== null) {
          tell(`${found.address} ${found.code}`);
        }
      }
    },
  });
}

/** null: it isn't installed. */
export async function findCodex(home: string): Promise<string | null> {
  const installed = await findInstalledAgent({ home, agent: findAgent("codex-cli") });
  return installed?.executablePath ?? null;
}
