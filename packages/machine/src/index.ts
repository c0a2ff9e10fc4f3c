export { type FileLock, withFileLock } from "./file-lock.ts";
export { folderBytes } from "./folder-bytes.ts";
export { CountedRequest } from "./http/counted-request.ts";
export { guardRequests } from "./http/guard-requests.ts";
export { findSealingKeys } from "./keys/find-sealing-keys.ts";
export { publishGatewayPublic, readGatewayPublic } from "./keys/gateway-public.ts";
export { createKeyFile, type KeyFile, readKeyFile, replaceKeyFile } from "./keys/key-file.ts";
export { GIVEN_MARK, pairFiles } from "./keys/pair-files.ts";
export { findRecipientSealing } from "./keys/recipient-public.ts";
export { listSealers, openSealer } from "./keys/sealer.ts";
export { openUnsubscribeKey } from "./keys/unsubscribe-key.ts";
export { machineSize } from "./machine-size.ts";
export { makeTemporaryFolder } from "./make-temporary-folder.ts";
export { type AddressKind, addressKind } from "./network/address-kind.ts";
export { lookUpOurs, type ResolveName } from "./network/bounded-lookup.ts";
export {
  checkAddress,
  ForbiddenAddressError,
  guardedLookup,
} from "./network/guarded-lookup.ts";
export { type Unreached, whyUnreached } from "./network/why-unreached.ts";
export {
  childrenOf,
  endProcesses,
  identifyChild,
  identifyProcess,
  isAlive,
  killProcess,
  type ProcessIdentity,
  sendKill,
  signalProcess,
} from "./process-identity.ts";
export { runInEmptyHome } from "./run-in-empty-home.ts";
export { listenOnOwnSocket, type OwnSocket } from "./sockets/listen-on-own-socket.ts";
export { checkSocketPath, MAX_SOCKET_PATH_BYTES } from "./sockets/socket-path.ts";
export { waitUntil } from "./wait-until.ts";
