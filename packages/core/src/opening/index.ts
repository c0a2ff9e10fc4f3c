/** The half of sealing that needs private keys: for the recipient's process, and for nobody else. */
export { addPrimaryKey, createKeyRing, type KeyRing, keepKeys, parseKeyRing, serializeKeyRing } from "./key-ring.ts";
export { openCredential, rewrapCredential } from "./open-credential.ts";
export { openPart, rewrapDestination } from "./open-destination.ts";
export type { OpeningKeys } from "./open-envelope.ts";
export { openAppKey, openWebhookSecret, rewrapAppKey, rewrapWebhookSecrets } from "./open-github-app.ts";
export { openLink } from "./open-link.ts";
export { type OpenedPair, openPair, type PairFiles } from "./open-pair.ts";
export { openProjectSecret, rewrapProjectSecret } from "./open-project-secret.ts";
export { openWatchToken } from "./open-watch-token.ts";
export { rotatePair } from "./rotate-pair.ts";
export { sealedRows, type WrapAnew, wrapAll } from "./sealed-rows.ts";
