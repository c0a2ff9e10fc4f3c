export { type FileLock, withFileLock } from "./file-lock.ts";
export { machineSize } from "./machine-size.ts";
export { type AddressKind, addressKind } from "./network/address-kind.ts";
export {
  checkAddress,
  ForbiddenAddressError,
  guardedLookup,
  resolvePublicHost,
} from "./network/guarded-lookup.ts";
export {
  childrenOf,
  endProcesses,
  identifyChild,
  identifyProcess,
  isAlive,
  killProcess,
  ProcessIdentity,
  sendKill,
  signalProcess,
} from "./process-identity.ts";
export { waitUntil } from "./wait-until.ts";
