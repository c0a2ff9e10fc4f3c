"use client";

import type { Credential } from "@catalyst/api";
import type { KeyOwner } from "../../credentials/key-owner.ts";
import { PROVIDERS, type Provider, titleOf } from "../../credentials/providers.ts";
import { Button } from "../parts/form/button.tsx";
import { AddingCommand } from "./credentials/adding-command.tsx";
import { ChatGptSignIn } from "./credentials/chatgpt/chatgpt-sign-in.tsx";
import { KeyFields, OwnerField, ProviderField } from "./credentials/key-fields.tsx";
import { Outcome } from "./credentials/outcome.tsx";
import { useNewCredential } from "./credentials/use-new-credential.ts";

interface AgentCredentialFormProps {
  /** Whose it may be; the first is proposed. */
  owners: readonly KeyOwner[];
  /** Those that would do; the first is proposed. */
  providers?: readonly Provider[];
  /** The one in whose place another is put. */
  replaces?: Credential;
  onClose?: () => void;
}

/** AgentCredentialForm: a key is pasted, known by its beginning, stored and tried at one press. It is shown nowhere again. */
export function AgentCredentialForm({ owners, providers = PROVIDERS, replaces, onClose }: AgentCredentialFormProps) {
  const { provider, baseUrl } = replaces ?? { provider: providers[0] ?? "anthropic", baseUrl: null };
  const first = { provider, key: "", baseUrl: baseUrl ?? "", project: owners[0]?.project ?? null };
  const state = useNewCredential(first, { providers, isReplacing: replaces !== undefined });
  const { typed, type, isBusy, isReady, fault, stored } = state;
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <form
        aria-label={replaces === undefined ? "Add a key" : `Replace the ${titleOf(replaces)}`}
        // Nothing in it has a name: pressed before its script is there, it puts the key nowhere, least of all into an address.
        method="post"
        autoComplete="off"
        className="flex max-w-2xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          state.save(false);
        }}
      >
        {replaces === undefined ? <ProviderField providers={providers} typed={typed} type={type} /> : null}
        <KeyFields {...state} />
        <OwnerField owners={owners} project={typed.project} onChange={(project) => type({ project })} />
        <Outcome fault={fault} stored={stored} onReplace={() => state.save(true)} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" tone="primary" disabled={isBusy || !isReady}>
            {isBusy ? "Saving and testing …" : "Save and test"}
          </Button>
          {onClose === undefined ? null : <Button onClick={onClose}>{stored === null ? "Cancel" : "Done"}</Button>}
        </div>
        <AddingCommand
          provider={typed.provider}
          baseUrl={typed.baseUrl}
          project={typed.project}
          isReplacing={replaces !== undefined}
        />
      </form>
      {typed.provider === "openai" && typed.project === null ? (
        <ChatGptSignIn isReplacing={replaces?.kind === "subscription"} />
      ) : null}
    </div>
  );
}
