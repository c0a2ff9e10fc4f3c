/** The half of sealing that needs private keys: for the recipient's process, and for nobody else. */
export { addPrimaryKey, createKeyRing, type KeyRing, keepKeys, parseKeyRing, serializeKeyRing } from "./key-ring.ts";
export { openCredential, rewrapCredential } from "./open-credential.ts";
export { openPart } from "./open-destination.ts";
export type { OpeningKeys } from "./open-envelope.ts";
export { openAppKey, openWebhookSecret } from "./open-github-app.ts";
export { openLink } from "./open-link.ts";
export { openProjectSecret, rewrapProjectSecret } from "./open-project-secret.ts";
