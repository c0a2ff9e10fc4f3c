import type { Owner } from "../../account/account.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { SealingKeys } from "../../sealing/envelope.ts";
import {
  type AgentCredential,
  type CredentialProvider,
  CredentialSecret,
  type CredentialStore,
} from "../credential.ts";
import { sealCredential } from "../seal-credential.ts";
import { kindOfSecret } from "../subscription/kind-of-secret.ts";
import { titleCredential, wayToReplace } from "../subscription/name-credential.ts";
import type { CredentialKind } from "../subscription/subscription.ts";
import { checkSecret } from "./check-key.ts";
import { type CredentialsDeps, type CredentialsOfInput, keeperOf } from "./find-credential.ts";

const NEEDS_BASE_URL: readonly CredentialProvider[] = ["ollama", "openai-compatible"];

export interface NewCredential extends CredentialsOfInput {
  provider: CredentialProvider;
  baseUrl: string | null;
  /** Takes the place of the one that is there. */
  isReplacing: boolean;
}

export interface AddCredentialDeps extends Pick<CredentialsDeps, "accounts"> {
  credentials: Pick<CredentialStore, "list" | "insert" | "replaceSealed">;
  openSealing(): Promise<SealingKeys>;
  newId(): string;
  now(): Date;
}

/**
 * Seals and stores a key or a subscription, whichever the text is. Throws `invalid_input` for what is neither, and for a base
 * URL that is missing or wrong; `conflict` where there is one of the kind that isn't to be replaced.
 */
export async function addCredential(
  input: NewCredential & { key: string },
  deps: AddCredentialDeps,
): Promise<AgentCredential> {
  const { provider, baseUrl } = input;
  const owner = await keeperOf(input, deps);
  checkBaseUrl(provider, baseUrl);
  const key = checkSecret(input.key, provider);
  const before = await findReplaced({ ...input, kind: kindOfSecret(provider, key) }, owner, deps);
  const identity = {
    id: before?.id ?? deps.newId(),
    provider,
    userId: owner.kind === "user" ? owner.userId : null,
    teamId: owner.kind === "team" ? owner.teamId : null,
    taskId: null,
    createdAt: before?.createdAt ?? deps.now(),
  };
  const sealed = sealCredential(identity, CredentialSecret.parse({ key, baseUrl }), await deps.openSealing());
  await store(sealed, before, deps);
  return sealed;
}

/** The one whose place it takes; null: there is none. */
async function findReplaced(
  { provider, kind, isReplacing }: NewCredential & { kind: CredentialKind },
  owner: Owner,
  deps: Pick<AddCredentialDeps, "credentials">,
): Promise<AgentCredential | null> {
  const stored = await deps.credentials.list(owner);
  const before = stored.find((one) => one.provider === provider && one.kind === kind) ?? null;
  if (before !== null && !isReplacing) {
    throw new CatalystError(
      "conflict",
      `Adding the ${titleCredential(before)} failed: there is one already${before.hint === "" ? "" : ` (…${before.hint})`}.`,
      { way: wayToReplace(before) },
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
      `Replacing the ${titleCredential(credential)} failed: it was changed or removed at the same time.`,
      { way: { kind: "see_list", of: "credentials" } },
    );
  }
}
