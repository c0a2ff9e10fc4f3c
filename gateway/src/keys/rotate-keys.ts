import type { CredentialStore, PairStore, ProjectSecretStore, Rotated } from "@catalyst/core";
import {
  rewrapCredential,
  rewrapProjectSecret,
  rotatePair,
  sealedRows,
  type WrapAnew,
  wrapAll,
} from "@catalyst/core/opening";
import { listSealers, publishGatewayPublic } from "@catalyst/machine";
import { type KeyPlace, replaceKeyRing } from "./key-ring-file.ts";
import { prepareLocked } from "./prepare-keys.ts";

export interface RotateDeps {
  place: KeyPlace;
  keys: PairStore;
  credentials: Pick<CredentialStore, "listAll" | "replaceSealed">;
  secrets: Pick<ProjectSecretStore, "listAll" | "replaceSealed">;
}

/** Changes the key that every credential and secret is sealed to. May be killed at any point and run again. */
export function rotateKeys(deps: RotateDeps): Promise<Rotated> {
  const { place, keys } = deps;
  return rotatePair({
    keys,
    prepare: () => prepareLocked(place, keys),
    replace: place.givenFile === null ? (ring) => replaceKeyRing(place, ring) : null,
    publish: (key) => publishGatewayPublic(place.home, key),
    listSealers: () => listSealers(place.home),
    wrap: wrapStored(deps),
  });
}

function wrapStored({ credentials, secrets }: RotateDeps): WrapAnew {
  const keyIdsOf = ({ recipientKeyId }: { recipientKeyId: string }) => [recipientKeyId];
  return wrapAll([
    sealedRows({ ...credentials, keyIdsOf, rewrap: rewrapCredential }),
    sealedRows({ ...secrets, keyIdsOf, rewrap: rewrapProjectSecret }),
  ]);
}
