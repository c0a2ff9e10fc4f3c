import { randomUUID } from "node:crypto";
import type { Credential } from "@catalyst/api";
import {
  type AgentCredential,
  addCredential,
  listCredentials,
  removeCredential,
  rotateGatewayKeys,
  testOwnCredential,
} from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";

type CredentialHandlers = Pick<
  Handlers,
  "listCredentials" | "addCredential" | "removeCredential" | "testCredential" | "rotateKeys"
>;

export function credentialHandlers(deps: ServerDeps): CredentialHandlers {
  return {
    async listCredentials(_request, { actor }) {
      return { data: (await listCredentials({ actor }, deps)).map(presentCredential) };
    },
    async addCredential({ body }, { actor }) {
      const { replace: isReplacing, ...named } = body;
      return presentCredential(await addCredential({ actor, isReplacing, ...named }, { ...deps, newId: randomUUID }));
    },
    async removeCredential({ params }, { actor }) {
      await removeCredential({ actor, credential: params.credential }, deps);
      return null;
    },
    async testCredential({ params }, { actor }) {
      const { tested } = await testOwnCredential(
        { actor, credential: params.credential },
        { ...deps, ...deps.gateway },
      );
      return { outcome: tested.outcome, detail: tested.detail };
    },
    async rotateKeys(_request, { actor }) {
      const { kind: _kind, ...rotated } = await rotateGatewayKeys({ actor }, deps.gateway);
      return rotated;
    },
  };
}

function presentCredential({ id, provider, hint, baseUrl, createdAt, lastUsedAt }: AgentCredential): Credential {
  return {
    id,
    provider,
    hint,
    baseUrl,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
