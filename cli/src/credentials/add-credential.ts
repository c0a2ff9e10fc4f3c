import type { Credential } from "@catalyst/api";
import { CatalystError, titleCredential } from "@catalyst/core/apart";
import { inProject } from "../api/in-project.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { askHidden } from "./ask-hidden.ts";
import { readProvider } from "./read-provider.ts";

export interface AddCredentialInput {
  provider: string;
  /** A ChatGPT subscription's login, from standard input or by a sign-in of its own. */
  isChatGpt: boolean;
  baseUrl: string | null;
  isReplacing: boolean;
  /** A team's: the key is the team's. */
  project: string | undefined;
  isJson: boolean;
}

/** Stores a key or a subscription, sealed. Refuses before asking for it where there is nothing left to add. */
export async function addCredential(input: AddCredentialInput, context: CliContext): Promise<void> {
  const provider = readProvider(input.provider);
  if (input.isChatGpt && provider !== "openai") {
    throw new CatalystError(
      "invalid_input",
      `Adding the ${provider} credential failed: --chatgpt goes with openai alone.`,
    );
  }
  const { baseUrl, isReplacing: replace } = input;
  const client = await openApi(context);
  const { data: stored } = await client.call("listCredentials", { query: inProject(input.project) });
  if (!replace) {
    refuseSecond(input, stored);
  }
  const key = await readSecret(input, provider, context);
  const body = { provider, key, baseUrl, replace, ...inProject(input.project) };
  const credential = await client.call("addCredential", { body });
  const isReplaced = stored.some((one) => one.provider === credential.provider && one.kind === credential.kind);
  report({ ...credential, isReplaced }, input, context);
}

/** What anthropic is given may be either of two, which its form tells. */
function refuseSecond({ provider, isChatGpt }: AddCredentialInput, stored: readonly Credential[]): void {
  const kinds = provider === "anthropic" ? ["key", "subscription"] : [isChatGpt ? "subscription" : "key"];
  const taken = stored.filter((one) => one.provider === provider && kinds.includes(one.kind));
  const [before] = taken;
  if (before !== undefined && taken.length === kinds.length) {
    throw new CatalystError(
      "conflict",
      `Adding the ${titleCredential(before)} failed: there is one already${before.hint === "" ? "" : ` (…${before.hint})`}. Replace it: catalyst credentials add ${provider}${isChatGpt ? " --chatgpt" : ""} --replace`,
    );
  }
}

async function readSecret(
  { isChatGpt }: AddCredentialInput,
  provider: Credential["provider"],
  context: CliContext,
): Promise<string> {
  if (isChatGpt) {
    const { readChatGpt } = await import("./chatgpt/read-chatgpt.ts");
    return readChatGpt(context);
  }
  return provider === "ollama" ? "" : askHidden(`key for ${provider}`, context, { kind: "give_key", provider });
}

function report(
  credential: Credential & { isReplaced: boolean },
  { isJson }: AddCredentialInput,
  { output }: CliContext,
): void {
  if (isJson) {
    output.json(credential);
    return;
  }
  const { hint, kind, agents, isReplaced } = credential;
  const shown = hint === "" ? "" : ` …${hint}`;
  const done = `${output.colors.green("✓")} The ${titleCredential(credential)}${shown} is ${isReplaced ? "replaced" : "stored"}.`;
  output.data(kind === "key" ? done : `${done} It is for: ${agents.join(", ")}.`);
}
