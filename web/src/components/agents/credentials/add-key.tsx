"use client";

import { useState } from "react";
import type { KeyOwner } from "../../../credentials/key-owner.ts";
import { Button } from "../../parts/form/button.tsx";
import { CopyLine } from "../../parts/shown/copy-line.tsx";
import { AgentCredentialForm } from "../agent-credential-form.tsx";

interface AddKeyProps {
  owners: readonly KeyOwner[];
  /** There is none yet: the form is there at once. */
  isFirst: boolean;
}

/** Where a key is added, in place. */
export function AddKey({ owners, isFirst }: AddKeyProps) {
  const [isOpen, setIsOpen] = useState(isFirst);
  return isOpen ? (
    <div className="flex flex-col gap-4 border-b border-line p-5 max-sm:px-3.5">
      {isFirst ? (
        <p className="max-w-2xl text-ink-2">
          Agents work with a key of yours, which the gateway alone can open. Paste one: whose it is, is seen by its
          beginning. Or in a terminal:
          <CopyLine text="catalyst credentials add anthropic" />
        </p>
      ) : null}
      <AgentCredentialForm owners={owners} onClose={() => setIsOpen(false)} />
    </div>
  ) : (
    <div className="border-b border-line px-5 py-3 max-sm:px-3.5">
      <Button tone="primary" onClick={() => setIsOpen(true)}>
        Add a key
      </Button>
    </div>
  );
}
