import { randomUUID } from "node:crypto";
import { addCredential, listCredentials, removeCredential, rotateGatewayKeys, testOwnCredential } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentCredential } from "./present-credential.ts";

type CredentialHandlers = Pick<
  Handlers,
  "listCredentials" | "addCredential" | "removeCredential" | "testCredential" | "rotateKeys"
>;

export function credentialHandlers(deps: ServerDeps): CredentialHandlers {
  return {
    async listCredentials(_request, { actor }) {
      const all = await listCredentials({ actor }, deps);
      return { data: all.map((credential) => presentCredential(credential, all)) };
    },
    async addCredential({ body }, { actor }) {
      const { replace: isReplacing, ...named } = body;
      const added = await addCredential({ actor, isReplacing, ...named }, { ...deps, newId: randomUUID });
      return presentCredential(added, await listCredentials({ actor }, deps));
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
