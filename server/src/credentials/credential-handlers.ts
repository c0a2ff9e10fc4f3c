import { randomUUID } from "node:crypto";
import {
  addCredential,
  beginChatGptSignIn,
  listCredentials,
  openCredential,
  removeCredential,
  rotateGatewayKeys,
  testOwnCredential,
} from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentWish } from "../wishes/present-wish.ts";
import { presentCredential } from "./present-credential.ts";

type CredentialHandlers = Pick<
  Handlers,
  | "listCredentials"
  | "addCredential"
  | "signInToChatGpt"
  | "removeCredential"
  | "openCredential"
  | "testCredential"
  | "rotateKeys"
>;

export function credentialHandlers(deps: ServerDeps): CredentialHandlers {
  return {
    async listCredentials({ query }, { actor }) {
      const all = await listCredentials({ actor, ...query }, deps);
      return { data: all.map((credential) => presentCredential(credential, all)) };
    },
    async addCredential({ body }, { actor }) {
      const { replace: isReplacing, ...named } = body;
      const added = await addCredential({ actor, isReplacing, ...named }, { ...deps, newId: randomUUID });
      return presentCredential(added, await listCredentials({ actor, project: body.project }, deps));
    },
    signInToChatGpt: async ({ body }, { actor }) =>
      presentWish(await beginChatGptSignIn({ actor, isReplacing: body.replace }, deps.worker)),
    async removeCredential({ params, query }, { actor }) {
      await removeCredential({ actor, ...query, credential: params.credential }, deps);
      return null;
    },
    async openCredential({ params, query, body }, { actor }) {
      const opened = await openCredential({ actor, ...query, ...params, ...body }, deps);
      return presentCredential(opened, await listCredentials({ actor, ...query }, deps));
    },
    async testCredential({ params, query }, { actor }) {
      const { tested } = await testOwnCredential(
        { actor, ...query, credential: params.credential },
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
