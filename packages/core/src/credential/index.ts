export { type AskGatewayDeps, rotateGatewayKeys, testCredential } from "./ask-gateway.ts";
export { preferredOf, signInNeeded } from "./choose-credential.ts";
export {
  AgentCredential,
  CredentialProvider,
  CredentialSecret,
  type CredentialStore,
  LastTest,
  MAX_SECRET_LENGTH,
} from "./credential.ts";
export { GatewayAnswer, GatewayWish, type GatewayWishStore } from "./gateway-wish.ts";
export {
  type AddCredentialDeps,
  addCredential,
  type NewCredential,
} from "./keep/add-credential.ts";
export {
  listCredentials,
  removeCredential,
} from "./keep/find-credential.ts";
export { openCredential } from "./keep/open-credential.ts";
export { testOwnCredential } from "./keep/test-own-credential.ts";
export { hasRoomForSecret, ProjectSecret, type ProjectSecretStore, SecretValue } from "./project-secret.ts";
export { PROVIDER_VARIABLES } from "./provider-variables.ts";
export { sealCredential } from "./seal-credential.ts";
export { sealProjectSecret } from "./seal-project-secret.ts";
export { addSecret, listSecrets, removeSecret } from "./secrets/keep-secrets.ts";
export {
  type ChatGptTokens,
  expiryOf,
  parseTokens,
  readChatGptLogin,
  serializeTokens,
} from "./subscription/chatgpt-login.ts";
export { nameCredential, titleCredential, wayToReplace } from "./subscription/name-credential.ts";
export { CredentialKind, SubscriptionLimit } from "./subscription/subscription.ts";
export type { RefreshBegin, SubscriptionStore } from "./subscription/subscription-store.ts";
