import type { Actor } from "../../account/actor.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { SealingKeys } from "../../sealing/envelope.ts";
import {
  type AgentCredential,
  type CredentialProvider,
  CredentialSecret,
  type CredentialStore,
} from "../credential.ts";
import { sealCredential } from "../seal-credential.ts";
import { checkKey } from "./check-key.ts";
import { keeperOf, listCredentials } from "./find-credential.ts";

const NEEDS_BASE_URL: readonly CredentialProvider[] = ["ollama", "openai-compatible"];

export interface NewCredential {
  actor: Actor;
  provider: CredentialProvider;
  baseUrl: string | null;
  /** Takes the place of the one that is there. */
  isReplacing: boolean;
}

export interface AddCredentialDeps {
  credentials: Pick<CredentialStore, "list" | "insert" | "replaceSealed">;
  openSealing(): Promise<SealingKeys>;
  newId(): string;
  now(): Date;
}

/** Seals and stores a key. Throws as `checkNewCredential` does, and `invalid_input` for what can't be a key. */
export async function addCredential(
  input: NewCredential & { key: string },
  deps: AddCredentialDeps,
): Promise<AgentCredential> {
  const { provider, baseUrl, actor } = input;
  const before = await checkNewCredential(input, deps);
  const key = provider === "ollama" ? "" : checkKey(input.key, provider);
  const identity = {
    id: before?.id ?? deps.newId(),
    provider,
    userId: keeperOf(actor),
    teamId: null,
    taskId: null,
    createdAt: before?.createdAt ?? deps.now(),
  };
  const sealed = sealCredential(identity, CredentialSecret.parse({ key, baseUrl }), await deps.openSealing());
  await store(sealed, before, deps);
  return sealed;
}

/**
 * What can be said of it before the key is asked for: throws `invalid_input` for a base URL that is missing or wrong, and
 * `conflict` where there is one that isn't to be replaced. Returns the one that is there.
 */
async function checkNewCredential(
  { actor, provider, baseUrl, isReplacing }: NewCredential,
  deps: Pick<AddCredentialDeps, "credentials">,
): Promise<AgentCredential | null> {
  checkBaseUrl(provider, baseUrl);
  const stored = await listCredentials({ actor }, deps);
  const before = stored.find((credential) => credential.provider === provider) ?? null;
  if (before !== null && !isReplacing) {
    throw new CatalystError(
      "conflict",
      `Adding the ${provider} credential failed: there is one already${before.hint === "" ? "" : ` (…${before.hint})`}.`,
      { way: { kind: "replace_credential", provider, isOfTask: false } },
    );
  }
  return before;
}

function checkBaseUrl(provider: CredentialProvider, baseUrl: string | null): void {
  if (baseUrl === null && NEEDS_BASE_URL.includes(provider)) {
    throw new CatalystError(
      "invalid_input",
      `Adding the ${provider} credential failed: this provider has no usual address.`,
      {
        way: {
          kind: "choose",
          what: "address",
          example: provider === "ollama" ? "http://127.0.0.1:11434" : "https://llm.example.com/v1",
        },
      },
    );
  }
  if (baseUrl !== null && !CredentialSecret.shape.baseUrl.safeParse(baseUrl).success) {
    throw new CatalystError(
      "invalid_input",
      `Adding the ${provider} credential failed: "${baseUrl}" is not an http or https URL.`,
      { way: { kind: "choose", what: "address" } },
    );
  }
}

/** A replacement keeps its row, so that there is no moment without a key. */
async function store(
  credential: AgentCredential,
  before: AgentCredential | null,
  { credentials }: Pick<AddCredentialDeps, "credentials">,
): Promise<void> {
  if (before === null) {
    await credentials.insert(credential);
  } else if (!(await credentials.replaceSealed(before, credential))) {
    throw new CatalystError(
      "conflict",
      `Replacing the ${credential.provider} credential failed: it was changed or removed at the same time.`,
      { way: { kind: "see_list", of: "credentials" } },
    );
  }
}
