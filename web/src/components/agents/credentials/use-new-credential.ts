"use client";

import type { Credential } from "@catalyst/api";
import { useEffect, useRef, useState } from "react";
import { createAgentCredential } from "../../../actions/agent-credentials.ts";
import type { Fault } from "../../../api/fault.ts";
import { hasBaseUrl, type Provider } from "../../../credentials/providers.ts";
import { recogniseProvider } from "../../../credentials/recognise-provider.ts";
import { useAct } from "../../parts/form/use-act.ts";
import { noteSetup } from "./note-setup.ts";
import type { Tried } from "./tested-note.tsx";
import { tryCredential } from "./try-credential.ts";

/** What is typed into the form for a key. */
interface Typed {
  provider: Provider;
  key: string;
  baseUrl: string;
  project: string | null;
}

export interface NewCredentialState {
  typed: Typed;
  type: (change: Partial<Typed>) => void;
  /** As it was pasted or typed: whose it is may be seen by its beginning. */
  typeKey: (key: string) => void;
  isBusy: boolean;
  isReady: boolean;
  fault: Fault | null;
  stored: { credential: Credential; tried: Tried | null; fault: Fault | null } | null;
  save: (replace: boolean) => void;
}

interface Bounds {
  /** Whose keys would do. */
  providers: readonly Provider[];
  isReplacing: boolean;
}

/** Stores what is typed, then tries it. The key is forgotten here as soon as it is stored. */
export function useNewCredential(first: Typed, { providers, isReplacing }: Bounds): NewCredentialState {
  const [typed, setTyped] = useState(first);
  const [stored, setStored] = useState<NewCredentialState["stored"]>(null);
  const { isBusy, fault, once } = useAct();
  const openedAt = useRef(0);
  useEffect(() => {
    openedAt.current = performance.now();
  }, []);
  const type = (change: Partial<Typed>) => setTyped((had) => ({ ...had, ...change }));
  const { provider, key, baseUrl, project } = typed;
  const save = (replace: boolean) => {
    const body = { provider, key, baseUrl: baseUrl.trim() === "" ? null : baseUrl.trim(), project, replace };
    once(["createAgentCredential", body], async (name) => {
      const created = await createAgentCredential(body, name);
      if (created.ok) {
        noteSetup(openedAt.current);
        type({ key: "" });
        const tried = await tryCredential({ id: created.value.id, project });
        setStored({
          credential: created.value,
          tried: tried.ok ? tried.value : null,
          fault: tried.ok ? null : tried.error,
        });
      }
      return created;
    });
  };
  return {
    ...{ typed, type, isBusy, fault, stored },
    typeKey: (next) => {
      const known = recogniseProvider(next);
      const isMeant = known !== null && providers.includes(known) && !isReplacing && !hasBaseUrl(provider);
      type({ key: next, ...(isMeant ? { provider: known } : {}) });
    },
    isReady: (provider === "ollama" || key.trim() !== "") && (!hasBaseUrl(provider) || baseUrl.trim() !== ""),
    save: (replace) => save(replace || isReplacing),
  };
}
