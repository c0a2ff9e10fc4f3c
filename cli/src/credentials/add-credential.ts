import { randomUUID } from "node:crypto";
import {
  type AgentCredential,
  CatalystError,
  type CredentialProvider,
  CredentialSecret,
  sealCredential,
} from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { LOCAL_LOGIN, type Stores, withStores } from "../open-stores.ts";
import { askSecret } from "./ask-secret.ts";
import { credentialRecord } from "./credential-record.ts";
import { readProvider } from "./read-provider.ts";

const NEEDS_BASE_URL: readonly CredentialProvider[] = ["ollama", "openai-compatible"];

export interface AddCredentialInput {
  provider: string;
  baseUrl: string | null;
  isReplacing: boolean;
  isJson: boolean;
}

/** Stores a key, sealed. Refuses before asking for the key what can't be stored. */
export async function addCredential(input: AddCredentialInput, context: CliContext): Promise<void> {
  const provider = readProvider(input.provider);
  checkBaseUrl(provider, input.baseUrl);
  await withStores(context, async (stores) => {
    const user = await stores.repos.ensureUser(LOCAL_LOGIN);
    const before = await findStored(provider, user.id, stores);
    if (before !== undefined && !input.isReplacing) {
      throw new CatalystError(
        "conflict",
        `Adding the ${provider} credential failed: there is one already${before.hint === "" ? "" : ` (…${before.hint})`}. Replace it: catalyst credentials add ${provider} --replace`,
      );
    }
    const key = provider === "ollama" ? "" : await askSecret(`Key for ${provider}`, context);
    const keys = await stores.openSealing();
    const identity = {
      id: before?.id ?? randomUUID(),
      provider,
      userId: user.id,
      teamId: null,
      taskId: null,
      createdAt: before?.createdAt ?? new Date(),
    };
    const credential = sealCredential(identity, CredentialSecret.parse({ key, baseUrl: input.baseUrl }), keys);
    await store(credential, before, stores);
    report(credential, input, context);
  });
}

function checkBaseUrl(provider: CredentialProvider, baseUrl: string | null): void {
  if (baseUrl === null && NEEDS_BASE_URL.includes(provider)) {
    throw new CatalystError(
      "invalid_input",
      `Adding the ${provider} credential failed: this provider has no usual address. Give it: --base-url ${provider === "ollama" ? "http://127.0.0.1:11434" : "https://llm.example.com/v1"}`,
    );
  }
  if (baseUrl !== null && !CredentialSecret.shape.baseUrl.safeParse(baseUrl).success) {
    throw new CatalystError(
      "invalid_input",
      `Adding the ${provider} credential failed: "${baseUrl}" is not an http or https URL. Mend --base-url.`,
    );
  }
}

async function findStored(
  provider: CredentialProvider,
  userId: string,
  { credentials }: Pick<Stores, "credentials">,
): Promise<AgentCredential | undefined> {
  const stored = await credentials.list({ kind: "user", userId });
  return stored.find((credential) => credential.provider === provider);
}

/** A replacement keeps its row, so that there is no moment without a key. */
async function store(
  credential: AgentCredential,
  before: AgentCredential | undefined,
  { credentials }: Pick<Stores, "credentials">,
): Promise<void> {
  if (before === undefined) {
    await credentials.insert(credential);
  } else if (!(await credentials.replaceSealed(before, credential))) {
    throw new CatalystError(
      "conflict",
      `Replacing the ${credential.provider} credential failed: it was changed or removed at the same time. See: catalyst credentials list`,
    );
  }
}

function report(
  credential: AgentCredential,
  { isJson, isReplacing }: AddCredentialInput,
  { output }: CliContext,
): void {
  if (isJson) {
    output.json(credentialRecord(credential));
    return;
  }
  const hint = credential.hint === "" ? "" : ` …${credential.hint}`;
  output.data(
    `${output.colors.green("✓")} The ${credential.provider} credential${hint} is ${isReplacing ? "replaced" : "stored"}.`,
  );
}
