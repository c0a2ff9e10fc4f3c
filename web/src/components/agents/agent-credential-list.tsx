import type { Credential } from "@catalyst/api";
import type { Result } from "../../actions/result.ts";
import { type KeyOwner, ownerWords } from "../../credentials/key-owner.ts";
import { PageFault } from "../parts/shown/page-fault.tsx";
import { CredentialRow } from "./credentials/credential-row.tsx";

interface OwnedCredentials {
  owner: KeyOwner;
  credentials: Result<Credential[]>;
}

/** AgentCredentialList: keys and subscriptions, by whose they are. */
export function AgentCredentialList({ all }: { all: readonly OwnedCredentials[] }) {
  return all.map(({ owner, credentials }) => (
    <section key={owner.project ?? ""} aria-label={`Keys: ${ownerWords(owner)}`}>
      <h2 className="px-5 pt-4 pb-2 text-xs font-[550] text-ink-2 max-sm:px-3.5">
        {ownerWords(owner)}
        {owner.mayKeep ? null : " · kept by its owners and admins"}
      </h2>
      {credentials.ok ? (
        <Rows owner={owner} credentials={credentials.value} />
      ) : (
        <PageFault fault={credentials.error} className="mx-5 max-sm:mx-3.5" />
      )}
    </section>
  ));
}

function Rows({ owner, credentials }: { owner: KeyOwner; credentials: readonly Credential[] }) {
  return credentials.length === 0 ? (
    <p className="border-b border-line px-5 pb-3 text-ink-2 max-sm:px-3.5">
      {owner.team === null ? "No key yet." : "No key yet: whoever asks for something pays themselves."}
    </p>
  ) : (
    <ul>
      {credentials.map((credential) => (
        <CredentialRow key={credential.id} credential={credential} owner={owner} />
      ))}
    </ul>
  );
}
