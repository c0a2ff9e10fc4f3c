import { type KeyOwner, ownerWords } from "../../../credentials/key-owner.ts";
import { hasBaseUrl, PROVIDER_NAMES, type Provider } from "../../../credentials/providers.ts";
import { controlLook } from "../../parts/form/control-look.ts";
import { Field, TextField } from "../../parts/form/field.tsx";
import { RadioCards } from "../../parts/form/radio-cards.tsx";
import type { NewCredentialState } from "./use-new-credential.ts";

type ProviderFieldProps = Pick<NewCredentialState, "typed" | "type"> & { providers: readonly Provider[] };

/** Nothing where there is nothing to choose. */
export function ProviderField({ providers, typed, type }: ProviderFieldProps) {
  return providers.length < 2 ? null : (
    <RadioCards
      legend="Provider"
      value={typed.provider}
      onChange={(provider) => type({ provider })}
      cards={providers.map((value) => ({ value, title: PROVIDER_NAMES[value] }))}
    />
  );
}

type KeyFieldsProps = Pick<NewCredentialState, "typed" | "type" | "typeKey">;

const KEY_HINTS: Partial<Record<Provider, string>> = {
  anthropic: "A key, or for a Claude subscription what “claude setup-token” prints.",
  openai:
    "A key, or for a ChatGPT subscription the whole auth.json that “codex login” writes: that login ends where it is from.",
  "openai-compatible": "A server that checks none still wants a word here.",
};

/** The secret itself, and where its provider is where that is somewhere else at each person's. */
export function KeyFields({ typed: { provider, key, baseUrl }, type, typeKey }: KeyFieldsProps) {
  return (
    <>
      {provider === "ollama" ? null : (
        <TextField
          label={`Key of ${PROVIDER_NAMES[provider]}`}
          hint={`${KEY_HINTS[provider] ?? ""} It is sealed at once; nobody sees it again, and no agent gets it.`.trim()}
          type="password"
          autoComplete="off"
          spellCheck={false}
          maxLength={32_768}
          value={key}
          onChange={(event) => typeKey(event.target.value)}
        />
      )}
      {hasBaseUrl(provider) ? (
        <TextField
          label="Address"
          hint="As the gateway reaches it."
          type="url"
          inputMode="url"
          maxLength={2048}
          placeholder={provider === "ollama" ? "http://127.0.0.1:11434" : "https://llm.example.com/v1"}
          value={baseUrl}
          onChange={(event) => type({ baseUrl: event.target.value })}
        />
      ) : null}
    </>
  );
}

interface OwnerFieldProps {
  owners: readonly KeyOwner[];
  project: string | null;
  onChange: (project: string | null) => void;
}

/** Nothing where there is nothing to choose. */
export function OwnerField({ owners, project, onChange }: OwnerFieldProps) {
  return owners.length < 2 ? null : (
    <Field label="Whose it is" hint="A team's key pays for what its members ask for in its projects.">
      {(control) => (
        <select
          {...control}
          value={project ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
          className={`${controlLook} w-full min-w-0`}
        >
          {owners.map((owner) => (
            <option key={owner.project ?? ""} value={owner.project ?? ""}>
              {ownerWords(owner)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
